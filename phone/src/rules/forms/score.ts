/** The score of a form, growing as it is filled in; as on the server (`tonglu/directory/forms/scoring.py`). */
import { applicable } from "./conditions";
import { questionsOf, type Answers, type Definition, type Question } from "./definition";

const WHOLE = 10_000;

/** Thousandths, 0 to 1000 (shown as 87.5 of 100); null where no scored question applies. */
export function score(form: Definition, answers: Answers): number | null {
  const worth = worthOfAll(questionsOf(form), answers, {});
  return worth === null ? null : halfUp(worth, 10);
}

/** A division of whole numbers, rounded half up. */
export function halfUp(dividend: number, divisor: number): number {
  const [above, below] = divisor < 0 ? [-dividend, -divisor] : [dividend, divisor];
  return Math.floor((2 * above + below) / (2 * below));
}

/** Whole ten-thousandths, half up by magnitude as the server's decimals round; read off the digits, not computed. */
export function scaled(number: number): number {
  const size = Math.abs(number);
  const whole = Math.trunc(size);
  const digits = (size - whole).toFixed(8).slice(2); // far more than the four that matter
  const tenThousandths = Number(digits.slice(0, 4)) + (Number(digits[4]) >= 5 ? 1 : 0);
  return Math.sign(number) * (whole * WHOLE + tenThousandths);
}

function worthOfAll(questions: readonly Question[], answers: Answers, around: Answers): number | null {
  let had = 0;
  let could = 0;
  const before = { ...around };
  for (const { question, answer } of applicable(questions, answers, around)) {
    if ((question.weight ?? 0) > 0) {
      const weight = scaled(question.weight ?? 0);
      const part = worthOf(question, answer, before);
      if (part !== null) {
        had += weight * part;
        could += weight;
      }
    }
    if (answer !== undefined) before[question.key] = answer;
  }
  return could ? halfUp(had, could) : null;
}

/** Ten-thousandths; null when the answer takes the question out of the score. */
function worthOf(question: Question, answer: unknown, around: Answers): number | null {
  if (answer === undefined) return 0;
  switch (question.type) {
    case "yes_no": {
      const scores = question.scores ?? { yes: 1, no: 0 };
      return answer === "yes" || answer === "no" ? scaled(scores[answer] ?? 0) : 0;
    }
    case "choice": {
      const option = question.options?.find(({ value }) => value === answer);
      if (!option) return 0;
      return option.score === undefined ? null : scaled(option.score);
    }
    case "several": {
      const chosen = (question.options ?? []).filter(({ value }) => Array.isArray(answer) && answer.includes(value));
      return Math.min(
        WHOLE,
        chosen.reduce((sum, option) => sum + scaled(option.score ?? 0), 0),
      );
    }
    case "rating":
      return Number.isInteger(answer) ? halfUp(((answer as number) - 1) * WHOLE, (question.scale ?? 5) - 1) : 0;
    case "number":
    case "money":
      return way(question.scores ?? { none: 0, full: 1 }, answer);
    case "table":
      return rows(question, answer, around);
    default:
      return WHOLE;
  }
}

function way(scores: Record<string, number>, answer: unknown): number {
  if (typeof answer !== "number") return 0;
  const none = scaled(scores.none ?? 0);
  const full = scaled(scores.full ?? 1);
  return Math.max(0, Math.min(WHOLE, halfUp((scaled(answer) - none) * WHOLE, full - none)));
}

/** The average of those rows to which a scored column applies. */
function rows(table: Question, answer: unknown, around: Answers): number | null {
  const given = Array.isArray(answer) ? (answer as Answers[]) : [];
  const parts = given
    .map((row) => worthOfAll(table.columns ?? [], row, around))
    .filter((part): part is number => part !== null);
  return parts.length
    ? halfUp(
        parts.reduce((sum, part) => sum + part, 0),
        parts.length,
      )
    : null;
}
