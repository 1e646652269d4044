/** Which questions apply; as on the server (`tonglu/directory/forms/conditions.py`). */
import type { Answers, Asked, Condition, Question } from "./definition";

/** Nothing, an empty text and an empty list are no answers; 0 and "no" are. */
export function isAnswered(answer: unknown): boolean {
  if (answer === null || answer === undefined || answer === "") return false;
  return typeof answer !== "object" || Object.keys(answer).length > 0;
}

/** True without a condition. */
export function holds(condition: Condition | undefined, answers: Answers): boolean {
  if (!condition) return true;
  if ("all" in condition) return condition.all.every((part) => holds(part, answers));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  return compares(condition, answers[condition.question]);
}

function compares(asked: Asked, answer: unknown): boolean {
  if (asked.answered !== undefined) return isAnswered(answer) === asked.answered;
  if (!isAnswered(answer)) return false;
  if (asked.at_least !== undefined) return typeof answer === "number" && answer >= asked.at_least;
  if (asked.at_most !== undefined) return typeof answer === "number" && answer <= asked.at_most;
  const given: unknown[] = Array.isArray(answer) ? answer : [answer];
  const wanted = asked.is !== undefined ? [asked.is] : (asked.in ?? []);
  return wanted.map(plain).some((value) => given.includes(value));
}

const plain = (value: unknown) => (value === true ? "yes" : value === false ? "no" : value);

const trimmed = (answer: unknown) => (typeof answer === "string" ? answer.trim() : answer);

/**
 * The questions that apply, each with its answer (undefined without one). What an earlier question decides is decided
 * only if it applied itself; `around` is what stands outside of a table's row.
 */
export function applicable(
  questions: readonly Question[],
  answers: Answers,
  around: Answers = {},
): { question: Question; answer: unknown }[] {
  const counting: Answers = { ...around };
  const found: { question: Question; answer: unknown }[] = [];
  for (const question of questions) {
    delete counting[question.key];
    if (!holds(question.when, counting)) continue;
    const answer = trimmed(answers[question.key]);
    if (isAnswered(answer)) counting[question.key] = answer;
    found.push({ question, answer: isAnswered(answer) ? answer : undefined });
  }
  return found;
}
