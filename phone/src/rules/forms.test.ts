import { expect, test } from "vitest";
import shared from "../../../tonglu/directory/forms/tests/form_cases.json";
import { check, clean, decimalsOf, scaled, score, type Answers, type Definition } from "./forms";

interface Case {
  name: string;
  form: string;
  answers: Answers;
  faults: Record<string, string>;
  kept?: Answers;
  score?: number | null;
}

const forms = shared.definitions as unknown as Record<string, Definition>;

test.each(shared.cases as unknown as Case[])("as on the server: $name", (given) => {
  const form = forms[given.form] as Definition;
  const found = Object.entries(check(form, given.answers)).map(([key, fault]) => [key, fault.code]);
  expect(Object.fromEntries(found)).toEqual(given.faults);
  if (!given.kept) return;
  expect(clean(form, given.answers)).toEqual(given.kept);
  expect(score(form, given.answers)).toBe(given.score);
});

test.each([
  [1.005, 3],
  [12, 0],
  [1e-7, 7],
  [1.5e21, 0],
])("decimals of %d", (number, decimals) => expect(decimalsOf(number)).toBe(decimals));

test.each([
  [0.3333, 3333],
  [1.005, 10050],
  [33.3, 333000],
  [-2.5, -25000],
  [0.00005, 1],
])("ten-thousandths of %d", (number, whole) => expect(scaled(number)).toBe(whole));
