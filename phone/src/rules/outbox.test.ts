import { expect, test } from "vitest";
import { backoff, settled, type Outgoing } from "./outbox";

const document: Outgoing = {
  id: "1",
  kind: "visit",
  schema_version: 2,
  made_at: "2026-11-22T01:00:00Z",
  day: "2026-11-22",
  label: "",
  body: {},
  state: "waiting",
  reason: "",
  code: "",
  tries: 0,
};
const answer = (outcome: "accepted" | "duplicate" | "refused" | "retry", reason = "") => ({
  outcome,
  reason,
  code: "",
});

test("accepted and already had are the same to the phone", () => {
  expect(settled(document, answer("accepted")).state).toBe("sent");
  expect(settled(document, answer("duplicate")).state).toBe("sent");
});

test("refused keeps the document with its reason", () => {
  expect(settled(document, answer("refused", "不在您的线路上"))).toMatchObject({
    state: "refused",
    reason: "不在您的线路上",
    tries: 1,
  });
});

test("retry keeps it waiting", () => {
  expect(settled(document, answer("retry", "稍后"))).toMatchObject({ state: "waiting", tries: 1 });
});

test("a late answer does not call back what the server has", () => {
  const sent = settled(document, answer("accepted"));
  expect(settled(sent, answer("refused"))).toBe(sent);
});

test("waits grow, spread and end at five minutes or a quarter more", () => {
  expect([1, 2, 3].map((failures) => backoff(failures, 0.5))).toEqual([5_000, 10_000, 20_000]);
  expect(backoff(1, 0)).toBe(3_750);
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(375_000);
});
