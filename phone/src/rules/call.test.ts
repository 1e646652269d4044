import { expect, test } from "vitest";
import { go, onward, opened } from "./call";

const STEPS = ["prepare", "stock", "order", "close", "wrapup"];
const AT = "2026-11-23T01:00:00.000Z";

test("each step leads to the next, and the last to none", () => {
  expect(onward(STEPS, "prepare", false)).toEqual(["stock"]);
  expect(onward(STEPS, "close", true)).toEqual(["wrapup"]);
  expect(onward(STEPS, "wrapup", true)).toEqual([]);
});

test("an order that was agreed to is the deal; without one there is nothing to close", () => {
  expect(onward(STEPS, "order", true)).toEqual(["close", "wrapup"]);
  expect(onward(STEPS, "order", false)).toEqual(["wrapup"]);
});

test("where closing is the last step, it is not passed over", () => {
  expect(onward(STEPS.slice(0, 4), "order", true)).toEqual(["close"]);
});

test("a step that was passed through is ticked and in the record", () => {
  const call = opened({ id: "1", order: "2", customer: 3, purpose: "order", at: AT, step: "order" });
  for (const key of onward(STEPS, "order", true)) go(call, key, AT, true);
  expect([call.step, call.done, call.seconds]).toEqual(["wrapup", ["order", "close"], { order: 0, close: 0 }]);
});
