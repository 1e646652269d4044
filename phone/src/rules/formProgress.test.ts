import { expect, test } from "vitest";
import mackay from "../../../tonglu/directory/forms/shipped/mackay66.json";
import { firstMissing, partsOf, questionsOf, resumeAt, type Definition } from "./forms";

const yes = (key: string, more: object = {}) => ({ key, type: "yes_no", label: { zh: key }, ...more });
const form = {
  key: "f",
  title: { zh: "表" },
  sections: [
    { key: "one", title: { zh: "一" }, questions: [yes("a"), yes("b", { required: true })] },
    {
      key: "two",
      title: { zh: "二" },
      questions: [
        yes("c", { when: { question: "b", is: "yes" }, required: true }),
        { key: "t", type: "table", label: { zh: "表" }, columns: [yes("x"), yes("y", { required: true })] },
      ],
    },
    { key: "three", title: { zh: "三" }, questions: [yes("d", { when: { question: "a", is: "no" } })] },
  ],
} as unknown as Definition;

const brief = (answers: object) =>
  partsOf(form, answers as never).map(({ key, done, missing }) => [key, done, missing]);

test("each section says how far it is and what is required of it", () => {
  expect(brief({})).toEqual([
    ["one", 0, ["b"]],
    ["two", 0, []],
  ]);
  expect(brief({ a: "no", b: "yes", t: [{ x: "no" }] })).toEqual([
    ["one", 2, []],
    ["two", 1, ["c", "t"]],
    ["three", 0, []],
  ]);
});

test("the first that is required and missing is found in the order of the form", () => {
  expect(firstMissing(partsOf(form, {}))).toBe("b");
  expect(firstMissing(partsOf(form, { b: "yes" }))).toBe("c");
  expect(firstMissing(partsOf(form, { b: "no" }))).toBeNull();
});

test("one who comes back goes on after his last answer, not at a gap that he left", () => {
  expect(resumeAt(form, {})).toBeNull();
  expect(resumeAt(form, { b: "yes" })).toBe("c");
  expect(resumeAt(form, { b: "no" })).toBe("t");
  expect(resumeAt(form, { b: "no", t: [{ y: "yes" }] })).toBeNull();
});

test("the 66 questions are seven sections of which three questions are required", () => {
  const definition = mackay as unknown as Definition;
  const parts = partsOf(definition, {});
  expect(questionsOf(definition)).toHaveLength(66);
  expect([parts.length, parts.flatMap(({ missing }) => missing).length]).toEqual([7, 3]);
});
