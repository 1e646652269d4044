import { expect, test } from "vitest";
import cases from "../../../tonglu/solvers/replenish/tests/rule15_cases.json";
import { rule15, type ShelfFacts } from "./rule15";

test.each(cases)("as on the server: $name", ({ inputs, quantity, code, numbers }) => {
  expect(rule15(inputs as ShelfFacts)).toEqual({ quantity, code, numbers });
});
