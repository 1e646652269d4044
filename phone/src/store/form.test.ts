import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FormOut } from "../api/types";
import { begin, discardDraft, draft, open, putAside, resumeForms, rewriteForm, send } from "./form";
import { bundle, db, enter, leave } from "./home";

vi.mock("./sync", () => ({ syncNow: () => Promise.resolve() }));

const form: FormOut = {
  version: 7,
  key: "diary",
  number: 1,
  subject: "day",
  used_for: "record",
  channels: [],
  everywhere: true,
  definition: {
    key: "diary",
    title: { zh: "工作日记", en: "Diary" },
    sections: [{ key: "one", title: { zh: "一" }, questions: [{ key: "note", type: "text", label: { zh: "记" } }] }],
  },
};

beforeEach(async () => {
  await enter(1);
  await resumeForms();
});
afterEach(async () => {
  const used = db();
  draft.value = null;
  leave();
  await used.delete();
});

const drafts = () => db().drafts.toArray();

async function answered(note: string): Promise<string> {
  const id = await begin(form);
  await open(id);
  if (draft.value) draft.value.answers.note = note;
  return id;
}

test("a killed app opens the form where it was", async () => {
  const id = await answered("三家要货");
  await vi.waitFor(async () => expect((await drafts())[0]?.answers).toEqual({ note: "三家要货" }));
  draft.value = null; // gone without a word
  await resumeForms();
  expect(draft.value).toMatchObject({ id, answers: { note: "三家要货" }, open: true });
});

test("a form laid aside stays and does not open by itself", async () => {
  await answered("一半");
  await putAside();
  await resumeForms();
  expect(draft.value).toBeNull();
  expect(await drafts()).toMatchObject([{ answers: { note: "一半" }, open: false }]);
});

test("the same form about the same is gone on with", async () => {
  const id = await begin(form);
  await vi.waitFor(async () => expect(await drafts()).toHaveLength(1));
  await resumeForms();
  expect(await begin(form)).toBe(id);
});

test("a finished form goes to the outbox with its photos, and the draft is gone", async () => {
  const id = await answered("好");
  await db().photos.put({ sha256: "a", call: id, bytes: new ArrayBuffer(1), state: "held", reason: "" });
  await send("en");
  expect(await drafts()).toEqual([]);
  expect(await db().documents.toArray()).toMatchObject([
    { id, kind: "form", label: "Diary", state: "waiting", body: { version: 7, answers: { note: "好" } } },
  ]);
  expect(await db().photos.get("a")).toMatchObject({ state: "waiting" });
});

test("a form given up takes its photos along", async () => {
  const id = await answered("不要了");
  await db().photos.put({ sha256: "a", call: id, bytes: new ArrayBuffer(1), state: "held", reason: "" });
  await discardDraft(id);
  expect(await drafts()).toEqual([]);
  expect(await db().photos.count()).toBe(0);
});

test("a refused form is written again under a new id, as long as its version is here", async () => {
  const body = { version: 7, answers: { note: "旧" }, finished_at: "", customer: null, person: null, visit: null };
  expect(await rewriteForm(body)).toBeNull();
  bundle.value = { ...bundle.value, forms: [form] };
  const id = await rewriteForm(body);
  expect(await drafts()).toMatchObject([{ id, answers: { note: "旧" } }]);
});
