import { expect, test } from "vitest";
import { birthdayIn } from "./birthday";

test("the day itself and the fortnight before are near", () => {
  expect(birthdayIn("1975-11-22", "2026-11-22")).toBe(0);
  expect(birthdayIn("1975-12-06", "2026-11-22")).toBe(14);
  expect(birthdayIn("1975-12-07", "2026-11-22")).toBeNull();
});

test("past this year's, it is next year's that counts", () => {
  expect(birthdayIn("1975-11-21", "2026-11-22")).toBeNull();
  expect(birthdayIn("1975-01-03", "2026-12-30")).toBe(4);
});

test("29 February falls on 1 March where there is none", () => {
  expect(birthdayIn("1980-02-29", "2027-02-27")).toBe(2);
  expect(birthdayIn("1980-02-29", "2028-02-27")).toBe(2);
});

test("an unknown one is never near", () => expect(birthdayIn(null, "2026-11-22")).toBeNull());
