import { expect, test } from "vitest";
import type { Customer, DayPlan } from "../api/types";
import type { Outgoing } from "./outbox";
import { callsOf, figuresOf, warningsOf } from "./today";

const today = "2026-11-23";
const past = { date: today, person: "李雷", minutes: 15, outcome: "completed", lines: [], note: "" };
const shop = { id: 7, visits: [{ ...past, id: "a", amount: "100.0000" }], shelves: [] } as unknown as Customer;

function document(id: string, state: Outgoing["state"], customer: number, quantity: number): Outgoing {
  const order = quantity ? { id: "o", note: "", lines: [{ sku: 1, quantity, price: "2.5000" }] } : null;
  const times = { started_at: "2026-11-23T01:00:00Z", ended_at: "2026-11-23T01:17:00Z" };
  return {
    id,
    kind: "visit",
    schema_version: 2,
    made_at: "",
    day: today,
    label: "",
    state,
    reason: "",
    code: "",
    tries: 0,
    body: { customer, outcome: "completed", order, ...times },
  };
}

test("a call that phone and server both know counts once; a refused one not at all", () => {
  const sent = [document("a", "sent", 7, 40), document("b", "waiting", 8, 0), document("c", "refused", 9, 10)];
  const calls = callsOf(today, "李雷", [shop], sent);
  expect(calls.map((call) => [call.id, call.minutes, call.amount])).toEqual([
    ["a", 17, 1_000_000],
    ["b", 17, null],
  ]);
});

test("a colleague's call at my customer is not mine", () => {
  expect(callsOf(today, "韩梅梅", [shop], [])).toEqual([]);
});

test("figures: planned stops done, orders, amount, success", () => {
  const stop = { sequence: 1, purpose: "order", from_line: true, next_date: null };
  const plan = {
    stops: [
      { ...stop, customer: 7, done: false },
      { ...stop, customer: 8, done: true },
      { ...stop, customer: 9, done: false },
    ],
  };
  const calls = callsOf(today, "李雷", [shop], [document("b", "waiting", 70, 0)]);
  expect(figuresOf(plan as unknown as DayPlan, calls)).toEqual({
    done: 2,
    planned: 3,
    orders: 1,
    amount: 1_000_000,
    success: 0.5,
  });
  expect(figuresOf(null, []).success).toBeNull();
});

test("warnings come from facts: empty must-stock shelves, a long absence, a first call", () => {
  const shelf = { sku: 1, last_count: 0, counted_on: "2026-10-01", delivered: 0, on_the_way: 0 };
  const shelves = [
    shelf,
    { ...shelf, sku: 2, delivered: 12 },
    { ...shelf, sku: 3 },
    { ...shelf, sku: 4, last_count: 5 },
  ];
  const customer = { shelves, visits: [{ ...past, date: "2026-10-01" }] } as unknown as Customer;
  const must = new Map([
    [1, 0],
    [2, 0],
    [4, 0],
  ]);
  expect(warningsOf(customer, must, today)).toEqual({ empty: 1, absent: 53, first: false });
  expect(warningsOf({ ...customer, visits: [] }, must, today)).toMatchObject({ absent: null, first: true });
});
