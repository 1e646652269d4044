import { afterEach, beforeEach, expect, test } from "vitest";
import { validate, version } from "uuid";
import { Problem, Unreachable } from "../api/client";
import type { Answer, DocumentIn } from "../api/types";
import { PersonDb } from "./db";
import { deliver, discard, post, prune, settle, type Send } from "./outbox";

let db: PersonDb;
let other: PersonDb;
beforeEach(() => {
  db = new PersonDb(1);
  other = new PersonDb(2);
});
afterEach(async () => {
  await db.delete();
  await other.delete();
});

const written = { kind: "visit" as const, schema_version: 2, day: "2026-11-22", label: "店" };
const write = (n: number, into = db) => post(into, { ...written, body: { n } });

/** A server that remembers what it took, as the gate does. */
function gate(decide: (document: DocumentIn) => Answer["outcome"] = () => "accepted") {
  const taken = new Map<string, DocumentIn>();
  const batches: number[] = [];
  const send: Send = async (documents) => {
    batches.push(documents.length);
    return documents.map((document) => {
      if (taken.has(document.id)) return { id: document.id, outcome: "duplicate", reason: "", code: "" };
      const outcome = decide(document);
      if (outcome === "accepted") taken.set(document.id, document);
      return { id: document.id, outcome, reason: outcome === "accepted" ? "" : "原因", code: "" };
    });
  };
  return { send, taken, batches };
}

const states = async (of = db) => (await of.documents.orderBy("id").toArray()).map((document) => document.state);

test("ids are UUIDv7 and sort as they were made", async () => {
  const ids = [];
  for (let n = 0; n < 50; n += 1) ids.push(await write(n));
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});

test("fifty documents go in batches, oldest first, each once", async () => {
  for (let n = 0; n < 50; n += 1) await write(n);
  const { send, taken, batches } = gate();
  await deliver(db, send);
  expect(batches).toEqual([20, 20, 10]);
  expect([...taken.values()].map((document) => document.body.n)).toEqual([...Array(50).keys()]);
  expect(new Set(await states())).toEqual(new Set(["sent"]));
  await deliver(db, send);
  expect(batches).toHaveLength(3);
});

test("an answer that was lost on the way is asked for again and comes as already had", async () => {
  await write(1);
  const { send, taken } = gate();
  const cut: Send = async (documents) => {
    await send(documents);
    throw new Unreachable("cut off");
  };
  await expect(deliver(db, cut)).rejects.toThrow(Unreachable);
  expect(await states()).toEqual(["waiting"]);
  await deliver(db, send);
  expect(await states()).toEqual(["sent"]);
  expect(taken.size).toBe(1);
});

test("what was answered before the line was cut stays answered", async () => {
  for (let n = 0; n < 25; n += 1) await write(n);
  const { send } = gate();
  let batch = 0;
  const once: Send = (documents) => (batch++ === 0 ? send(documents) : Promise.reject(new Unreachable("gone")));
  await expect(deliver(db, once)).rejects.toThrow(Unreachable);
  expect((await states()).filter((state) => state === "sent")).toHaveLength(20);
});

test("a refused document stays with its reason and does not hold up the others", async () => {
  const [, bad] = [await write(1), await write(2), await write(3)];
  const { send } = gate((document) => (document.body.n === 2 ? "refused" : "accepted"));
  await deliver(db, send);
  expect(await states()).toEqual(["sent", "refused", "sent"]);
  expect((await db.documents.get(bad))?.reason).toBe("原因");
});

test("retry keeps it for the next run and ends this one", async () => {
  await write(1);
  const { send, batches } = gate(() => "retry");
  await deliver(db, send);
  expect(await states()).toEqual(["waiting"]);
  expect(batches).toEqual([1]);
});

test("answers in any order, repeated, late or for strangers change nothing twice", async () => {
  const [first, second] = [await write(1), await write(2)];
  const answer = (id: string, outcome: Answer["outcome"]): Answer => ({ id, outcome, reason: "", code: "" });
  await settle(db, [answer(second, "accepted"), answer("nobody", "accepted"), answer(first, "accepted")]);
  await settle(db, [answer(first, "duplicate"), answer(second, "refused")]);
  expect(await states()).toEqual(["sent", "sent"]);
});

test("a batch that the server cannot read is halved until the bad one stands alone", async () => {
  for (let n = 0; n < 5; n += 1) await write(n);
  const { send } = gate();
  const picky: Send = (documents) =>
    documents.some((document) => document.body.n === 3)
      ? Promise.reject(new Problem(422, "", "unreadable"))
      : send(documents);
  await deliver(db, picky);
  expect(await states()).toEqual(["sent", "sent", "sent", "refused", "sent"]);
});

test("an expired token is not the document's fault", async () => {
  await write(1);
  await expect(deliver(db, () => Promise.reject(new Problem(401, "expired", "")))).rejects.toThrow(Problem);
  expect(await states()).toEqual(["waiting"]);
});

test("another person's outbox is neither seen nor sent", async () => {
  await write(1);
  await write(2, other);
  const { send, taken } = gate();
  await deliver(other, send);
  expect([...taken.values()].map((document) => document.body.n)).toEqual([2]);
  expect(await states()).toEqual(["waiting"]);
});

test("only a refused document can be discarded; sent ones go after a week", async () => {
  const [waiting, refused, sent] = [await write(1), await write(2), await write(3)];
  const { send } = gate((document) =>
    document.body.n === 2 ? "refused" : document.body.n === 1 ? "retry" : "accepted",
  );
  await deliver(db, send);
  for (const id of [waiting, refused, sent]) await discard(db, id);
  expect(await states()).toEqual(["waiting", "sent"]);
  await prune(db, "2026-11-29");
  expect(await states()).toEqual(["waiting", "sent"]);
  await prune(db, "2026-11-30");
  expect(await states()).toEqual(["waiting"]);
});

test("what was posted is a copy: later changes do not reach it", async () => {
  const body = { n: 1 };
  await post(db, { ...written, body });
  body.n = 2;
  expect((await db.documents.toArray())[0]?.body).toEqual({ n: 1 });
});
