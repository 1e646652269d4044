import { expect, test } from "vitest";
import { go, opened, type Call } from "./call";
import { redrafted } from "./redraft";
import { visitBody, type Closing } from "./visit";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 1, minute)).toISOString();

function call(changes: Partial<Call> = {}): Call {
  return { ...opened({ id: "v", order: "o", customer: 7, purpose: "order", at: at(0), step: "stock" }), ...changes };
}

const suggestion = { quantity: 30, code: "rule15" as const, numbers: { need: 28 } };
const rows = [
  { sku: 1, suggestion, agreed: 15, price: 25_333 },
  { sku: 2, suggestion: null, agreed: 6, price: null },
];

function closed(changes: Partial<Call> = {}, closing: Partial<Closing> = {}) {
  return visitBody({
    call: call(changes),
    outcome: "completed",
    at: at(12),
    rows,
    stepNames: new Map([["greet", "打招呼"]]),
    ...closing,
  });
}

test("a confirmed order carries what was agreed at the price that was shown", () => {
  const body = closed({ confirmed: true, refusals: { 1: "cash" }, no_order_reason: "enough" });
  expect(body.order).toEqual({ id: "o", note: "", lines: [{ sku: 1, quantity: 15, price: "2.5333" }] });
  expect(body.proposals).toEqual([
    { sku: 1, suggested: 30, agreed: 15, reason: { code: "rule15", need: 28 }, refusal: "cash" },
  ]);
  expect(body.no_order_reason).toBe("");
});

test("an order that nobody confirmed is none", () => {
  const body = closed({ no_order_reason: "cash" });
  expect(body.order).toBeNull();
  expect(body.proposals[0]?.agreed).toBe(0);
  expect(body.no_order_reason).toBe("cash");
});

test("only what was counted is reported, zero included", () => {
  const body = closed({
    counts: { 1: { shelf: 0, back: 0, oldest_date: null }, 2: { shelf: null, back: 3, oldest_date: null } },
  });
  expect(body.stock).toEqual([{ sku: 1, shelf: 0, back: 0, oldest_date: null }]);
});

test("a shut outlet has neither stock nor order", () => {
  const body = closed(
    { confirmed: true, counts: { 1: { shelf: 2, back: 0, oldest_date: null } } },
    { outcome: "shut" },
  );
  expect([body.outcome, body.stock, body.proposals, body.order]).toEqual(["shut", [], [], null]);
});

test("time is told per step, and a clock set back does not turn it round", () => {
  const draft = call();
  go(draft, "order", at(3), true);
  go(draft, "stock", at(5), false);
  expect(draft.done).toEqual(["stock"]);
  const body = visitBody({ call: draft, outcome: "completed", at: at(6), rows: [], stepNames: new Map() });
  expect(body.steps).toEqual([
    { key: "stock", seconds: 240 },
    { key: "order", seconds: 120 },
  ]);
  expect(closed({}, { at: at(-30) })).toMatchObject({ ended_at: at(0), steps: [{ key: "stock", seconds: 0 }] });
});

test("notes of the steps become one, rivals without a brand are dropped", () => {
  const body = closed({
    notes: { greet: " 老板娘在 ", wrapup: "下次带海报" },
    rivals: [
      { brand: " 康师傅 ", product: "", price: "3.5", note: "" },
      { brand: " ", product: "x", price: "", note: "" },
    ],
  });
  expect(body.note).toBe("【打招呼】老板娘在\n下次带海报");
  expect(body.competitors).toEqual([{ brand: "康师傅", product: "", price: "3.50", note: "" }]);
});

test("a refused visit written anew says the same under new ids, at the old time", () => {
  const body = closed({ confirmed: true, counts: { 1: { shelf: 4, back: 1, oldest_date: null } } });
  const draft = redrafted(body, { id: "v2", order: "o2", at: at(50), step: "wrapup" });
  const again = visitBody({
    call: { ...draft, confirmed: true },
    outcome: "completed",
    at: at(55),
    rows,
    stepNames: new Map(),
  });
  expect(draft.confirmed).toBe(false);
  expect(again).toEqual({ ...body, order: { ...body.order, id: "o2" } });
});
