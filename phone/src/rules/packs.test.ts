import { expect, test } from "vitest";
import { ceilDiv, down, floorDiv, inPacks, split, up } from "./packs";

const tea = { pack_size: 15, pack_name: "箱", unit_name: "瓶" };

test.each([
  [0, "0"],
  [4, "4瓶"],
  [45, "3箱"],
  [49, "3箱4瓶"],
  [-49, "−3箱4瓶"],
])("%i bottles are said as %s", (quantity, said) => {
  expect(inPacks(quantity, tea)).toBe(said);
});

test("a SKU without packs is said in units", () => {
  expect(inPacks(7, { pack_size: 1, pack_name: "箱", unit_name: "个" })).toBe("7个");
});

test("whole packs upwards and downwards", () => {
  expect([up(1, 12), up(12, 12), up(-3, 12), down(23, 12), down(-1, 12)]).toEqual([12, 12, 0, 12, 0]);
});

test("division rounds towards the right side below zero too", () => {
  expect([ceilDiv(-7, 2), floorDiv(-7, 2), ceilDiv(7, 2), floorDiv(7, 2)]).toEqual([-3, -4, 4, 3]);
});

test("packs and units of a quantity", () => {
  expect(split(49, 15)).toEqual({ packs: 3, units: 4 });
});
