/** How far a form is filled in: by section, what is required and missing, and where to go on. */
import { check } from "./check";
import { applicable } from "./conditions";
import { questionsOf, type Answers, type Definition, type Label, type Question } from "./definition";

/** A section with the questions of it that apply. `missing`: keys of those that are required and not answered. */
export interface Part {
  key: string;
  title: Label;
  questions: Question[];
  done: number;
  missing: string[];
}

/** Sections of which nothing applies are left out. A table is missing where one of its cells is. */
export function partsOf(form: Definition, answers: Answers): Part[] {
  const asked = new Map(applicable(questionsOf(form), answers).map(({ question, answer }) => [question.key, answer]));
  const missing = new Set(
    Object.entries(check(form, answers))
      .filter(([, fault]) => fault.code === "required")
      .map(([key]) => key.split(".")[0]),
  );
  return form.sections
    .map(({ key, title, questions }) => {
      const here = questions.filter((question) => asked.has(question.key));
      return {
        key,
        title,
        questions: here,
        done: here.filter((question) => asked.get(question.key) !== undefined).length,
        missing: here.map((question) => question.key).filter((one) => missing.has(one)),
      };
    })
    .filter((part) => part.questions.length);
}

/** The first that is required and missing; null when none is. */
export const firstMissing = (parts: readonly Part[]): string | null =>
  parts.flatMap(({ missing }) => missing)[0] ?? null;

/** Where one who comes back goes on: the question after the last that he answered; null where that is the start or end. */
export function resumeAt(form: Definition, answers: Answers): string | null {
  const asked = applicable(questionsOf(form), answers);
  const last = asked.findLastIndex(({ answer }) => answer !== undefined);
  return last < 0 ? null : (asked[last + 1]?.question.key ?? null);
}
