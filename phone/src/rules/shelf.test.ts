import { expect, test } from "vitest";
import type { Customer } from "../api/types";
import { rowsOf, shelvesOf, soldSince, suggested } from "./shelf";
import type { VisitBody } from "./visit";

const sku = { id: 1, pack_size: 15, shelf_life_days: null };
const shelf = { sku: 1, last_count: 10, counted_on: "2026-11-16", delivered: 30, on_the_way: 0 };
const asked = {
  sku,
  shelf,
  count: { shelf: 4, back: 0, oldest_date: null },
  opening: 0,
  today: "2026-11-23",
  next: "2026-12-01",
};

test("the suggestion counts shelf and back room, days since and days to next", () => {
  expect(suggested(asked)).toMatchObject({
    quantity: 60,
    code: "rule15",
    numbers: { sold: 36, days_since: 7, days_to_next: 8 },
  });
  expect(suggested({ ...asked, count: { shelf: 1, back: 3, oldest_date: null } })?.numbers.count).toBe(4);
});

test("nothing is suggested before it is counted", () => {
  expect(suggested({ ...asked, count: undefined })).toBeNull();
  expect(suggested({ ...asked, count: { shelf: null, back: 2, oldest_date: null } })).toBeNull();
});

test("an empty shelf with goods in the back room is an empty shelf", () => {
  expect(suggested({ ...asked, count: { shelf: 0, back: 4, oldest_date: null } })?.code).toBe("censored");
});

test("first call: the opening order; no next date: a week", () => {
  expect(
    suggested({ ...asked, shelf: undefined, count: { shelf: 0, back: 0, oldest_date: null }, opening: 30 }),
  ).toMatchObject({
    quantity: 30,
    code: "opening",
  });
  expect(suggested({ ...asked, next: null })?.numbers.days_to_next).toBe(7);
});

test("a phone whose clock stands before the last count still gets an answer", () => {
  expect(suggested({ ...asked, today: "2026-11-01" })?.numbers.days_since).toBe(1);
});

test("sold since the last count", () => {
  expect(soldSince(shelf, 4)).toBe(36);
  expect(soldSince(undefined, 4)).toBeNull();
  expect(soldSince(shelf, null)).toBeNull();
});

test("a call of another day that the server has not seen is known to the next", () => {
  const customer = { shelves: [shelf] } as unknown as Customer;
  const body = {
    stock: [{ sku: 1, shelf: 5, back: 1, oldest_date: null }],
    order: {
      id: "o",
      note: "",
      lines: [
        { sku: 1, quantity: 15, price: "2.5" },
        { sku: 2, quantity: 6, price: "1" },
      ],
    },
  } as unknown as VisitBody;
  const known = shelvesOf(customer, [{ day: "2026-11-20", body }]);
  expect(known.get(1)).toEqual({ sku: 1, last_count: 6, counted_on: "2026-11-20", delivered: 0, on_the_way: 15 });
  expect(known.get(2)).toMatchObject({ last_count: null, on_the_way: 6 });
});

test("must-stock comes first, each SKU once", () => {
  expect(
    rowsOf(
      new Map([
        [3, 0],
        [1, 0],
      ]),
      new Map([
        [1, shelf],
        [2, shelf],
      ]),
      [2, 9],
    ),
  ).toEqual([3, 1, 2, 9]);
});
