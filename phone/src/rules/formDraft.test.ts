import { expect, test } from "vitest";
import type { FormOut } from "../api/types";
import { formBody, formsFor, type FormDraft } from "./formDraft";

const definition = {
  key: "cooler",
  title: { zh: "冰柜检查" },
  sections: [
    {
      key: "one",
      title: { zh: "一" },
      questions: [
        { key: "works", type: "yes_no" as const, label: { zh: "制冷" } },
        {
          key: "why",
          type: "text" as const,
          label: { zh: "原因" },
          when: { question: "works", is: "no" },
        },
      ],
    },
  ],
};

const form = (key: string, more: Partial<FormOut> = {}): FormOut => ({
  version: 7,
  key,
  number: 1,
  subject: "customer",
  used_for: "check",
  channels: [],
  everywhere: true,
  definition,
  ...more,
});

test("a customer is offered the forms of his channel, and those for all; his channel's own first", () => {
  const forms = [
    form("any_survey", { used_for: "survey" }),
    form("any"),
    form("mine", { everywhere: false, channels: [3] }),
    form("others", { everywhere: false, channels: [4] }),
    form("day", { subject: "day" }),
  ];
  expect(formsFor(forms, 3).map(({ key }) => key)).toEqual(["mine", "any", "any_survey"]);
  expect(formsFor(forms, null).map(({ key }) => key)).toEqual(["any", "any_survey"]);
});

test("what does not apply is not sent", () => {
  const draft: FormDraft = {
    id: "x",
    form: form("cooler"),
    customer: 5,
    person: null,
    visit: null,
    subject: "店",
    answers: { works: "yes", why: "不通电" },
    begun_at: "2026-11-23T09:00:00Z",
    open: true,
  };
  expect(formBody(draft, "2026-11-23T09:05:00Z")).toEqual({
    version: 7,
    answers: { works: "yes" },
    finished_at: "2026-11-23T09:05:00Z",
    customer: 5,
    person: null,
    visit: null,
  });
});
