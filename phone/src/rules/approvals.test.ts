import { expect, test } from "vitest";
import type { Approval } from "../api/types";
import { boxes, offLimit, overdue } from "./approvals";
import type { Outgoing } from "./outbox";

const approval = (id: number, seat: number | null = id * 10): Approval =>
  ({ id, seat, due_at: "2026-11-24T02:00:00Z" }) as Approval;

const answer = (id: string, seat: number, state: Outgoing["state"], kind: Outgoing["kind"] = "approval_answer") =>
  ({ id, kind, state, body: { approval: seat / 10, seat } }) as unknown as Outgoing;

const ids = (found: { approval: Approval }[]) => found.map((one) => one.approval.id);

test("what is not answered waits, and one's own stands apart", () => {
  const found = boxes([approval(1), approval(2, null)], []);
  expect(ids(found.waiting)).toEqual([1]);
  expect(found.own.map((one) => one.id)).toEqual([2]);
});

test("an answer in the outbox, or sent and not yet pulled, is not asked for again", () => {
  const found = boxes([approval(1), approval(2), approval(3)], [answer("a", 10, "waiting"), answer("b", 20, "sent")]);
  expect(ids(found.waiting)).toEqual([3]);
  expect(ids(found.answered)).toEqual([1, 2]);
});

test("an answer that the server refused brings it back, until a new one is written", () => {
  const refused = answer("a", 10, "refused");
  expect(boxes([approval(1)], [refused]).waiting[0]?.answer).toBe(refused);
  expect(ids(boxes([approval(1)], [answer("b", 10, "waiting"), refused]).answered)).toEqual([1]);
});

test("an answer to another seat of the same document, or another kind, says nothing about this one", () => {
  expect(ids(boxes([approval(1)], [answer("a", 20, "sent"), answer("b", 10, "sent", "reflection")]).waiting)).toEqual([
    1,
  ]);
});

test("an answer is late once its hour has come", () => {
  expect(overdue(approval(1), Date.parse("2026-11-24T01:59:59Z"))).toBe(false);
  expect(overdue(approval(1), Date.parse("2026-11-24T02:00:00Z"))).toBe(true);
  expect(overdue({ ...approval(1), due_at: null }, Date.now())).toBe(false);
});

test("the distance from the limit is a share of it", () => {
  expect(offLimit("2.20", "2.50")).toBeCloseTo(-0.12);
  expect(offLimit(null, "2.50")).toBeNull();
  expect(offLimit("1.00", null)).toBeNull();
});
