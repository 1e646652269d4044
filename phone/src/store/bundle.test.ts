import { afterEach, beforeEach, expect, test } from "vitest";
import type { Customer, Pull } from "../api/types";
import { opened } from "../rules/call";
import { forget, held, load, merge } from "./bundle";
import { PersonDb } from "./db";

let db: PersonDb;
beforeEach(() => void (db = new PersonDb(1)));
afterEach(() => db.delete());

const customer = (id: number, name = `店${id}`) => ({ id, name }) as Customer;

function pull(changes: Partial<Pull>): Pull {
  return {
    generated_at: "2026-11-22T01:00:00Z",
    today: "2026-11-22",
    hashes: {},
    gone: [],
    customers: [],
    ...changes,
  } as Pull;
}

const first = pull({
  hashes: { skus: "s1", performance: "p1", "customer/1": "a", "customer/2": "b" },
  skus: [],
  performance: { period: "2026-11" } as Pull["performance"],
  customers: [customer(1), customer(2)],
});

test("the phone offers the hashes of what it holds", async () => {
  expect(await held(db)).toEqual({});
  await merge(db, first);
  expect(await held(db)).toEqual(first.hashes);
});

test("unchanged parts stay, changed ones are replaced, customers come and go", async () => {
  await merge(db, first);
  const hashes = { skus: "s1", performance: "p2", "customer/2": "b2" };
  await merge(
    db,
    pull({
      hashes,
      performance: { period: "2026-12" } as Pull["performance"],
      customers: [customer(2, "新名")],
      gone: [1],
    }),
  );
  const now = await load(db);
  expect(now.skus).toEqual([]);
  expect(now.performance?.period).toBe("2026-12");
  expect([...now.customers.values()].map((one) => one.name)).toEqual(["新名"]);
  expect(await held(db)).toEqual(hashes);
});

test("a part that has become nothing is nothing, and not the old one", async () => {
  await merge(db, first);
  await merge(db, pull({ hashes: { ...first.hashes, performance: "none" }, performance: null }));
  expect((await load(db)).performance).toBeNull();
});

test("the same pull twice changes nothing", async () => {
  await merge(db, first);
  const once = await load(db);
  await merge(db, first);
  expect(await load(db)).toEqual(once);
});

test("a customer who is handed over in mid-call stays until the call is closed", async () => {
  await merge(db, first);
  await db.calls.put(opened({ id: "v", order: "o", customer: 1, purpose: "order", at: "", step: "" }));
  const away = pull({ hashes: { "customer/2": "b" }, gone: [1] });
  await merge(db, away);
  expect((await load(db)).customers.has(1)).toBe(true);
  await db.calls.clear();
  await merge(db, away);
  expect((await load(db)).customers.has(1)).toBe(false);
});

test("logging out forgets what the server can send again", async () => {
  await merge(db, first);
  await forget(db);
  expect(await held(db)).toEqual({});
});
