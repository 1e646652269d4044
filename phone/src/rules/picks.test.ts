import { expect, test } from "vitest";
import type { Colleague, Customer, Sku } from "../api/types";
import { byCode, found, ofColleague, ofCustomer, ofSku } from "./picks";

const customer = (id: number, name: string, search: string) =>
  ofCustomer({ id, code: `C000${id}`, name, search, address: "建设路 1 号" } as Customer);
const shops = [
  customer(1, "福来超市", "福来超市 fulaichaoshi flcs 13800000001"),
  customer(2, "来福食杂", "laifushiza lfsz"),
];

test("an entry is found by name, pinyin, initials, code and phone, in any order of the words", () => {
  const keys = (query: string) => found(shops, query).map(({ key }) => key);
  expect(keys("")).toEqual([1, 2]);
  expect(keys(" FLCS ")).toEqual([1]);
  expect(keys("1380000")).toEqual([1]);
  expect(keys("c0002")).toEqual([2]);
  expect(keys("超市 fulai")).toEqual([1]);
  expect(keys("没有")).toEqual([]);
});

test("those whose name begins with what was typed come first", () => {
  expect(found(shops, "来").map(({ key }) => key)).toEqual([2, 1]);
});

test("a colleague is found by his pinyin, a SKU by its barcode", () => {
  const wu = ofColleague({ id: 7, code: "E007", name: "吴敏", search: "吴敏 wumin wm" } as Colleague);
  expect(found([wu], "wm")).toEqual([wu]);
  const water = { id: 3, code: "W550", name: "纯净水", search: "cjs", brand: "", spec: "550ml", barcode: "6901234" };
  const entry = byCode(ofSku(water as Sku));
  expect([entry.key, entry.note]).toEqual(["W550", "550ml · W550"]);
  expect(found([entry], "6901")).toEqual([entry]);
});
