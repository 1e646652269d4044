/** What is wrong with the answers; as on the server (`tonglu/directory/forms/rules.py`), on the same cases. */
import { applicable } from "./conditions";
import { most, places, questionsOf, type Answers, type Definition, type Question } from "./definition";

export interface Fault {
  code: string;
  facts: Record<string, string | number>;
}

const SHA256 = /^[0-9a-f]{64}$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const SHORT = 200;
const LONG = 4000;
const CODE = 64;
const LARGEST = 1_000_000_000_000;

const fault = (code: string, facts: Fault["facts"] = {}): Fault => ({ code, facts });

/** By the key of the question; of a table's cell `table.0.column`. Empty when all is well. */
export function check(form: Definition, answers: Answers): Record<string, Fault> {
  const questions = questionsOf(form);
  return { ...unknowns(questions, answers, ""), ...faults(questions, answers, {}, "") };
}

/** What is kept of the answers: those of questions that apply, without empty ones. */
export function clean(form: Definition, answers: Answers): Answers {
  return cleaned(questionsOf(form), answers, {});
}

function cleaned(questions: readonly Question[], answers: Answers, around: Answers): Answers {
  const kept: Answers = {};
  for (const { question, answer } of applicable(questions, answers, around)) {
    if (answer === undefined) continue;
    const rows = question.type === "table" && Array.isArray(answer);
    const outside = { ...around, ...kept };
    kept[question.key] = rows
      ? (answer as unknown[]).filter(isRow).map((row) => cleaned(question.columns ?? [], row, outside))
      : answer;
  }
  return kept;
}

function unknowns(questions: readonly Question[], answers: Answers, prefix: string): Record<string, Fault> {
  const known = new Set(questions.map((question) => question.key));
  const strange = Object.keys(answers).filter((key) => !known.has(key));
  return Object.fromEntries(strange.map((key) => [prefix + key, fault("unknown")]));
}

function faults(
  questions: readonly Question[],
  answers: Answers,
  around: Answers,
  prefix: string,
): Record<string, Fault> {
  const found: Record<string, Fault> = {};
  const before = { ...around };
  for (const { question, answer } of applicable(questions, answers, around)) {
    if (answer === undefined) {
      if (question.required) found[prefix + question.key] = fault("required");
      continue;
    }
    const wrong = faultOf(question, answer);
    if (wrong) found[prefix + question.key] = wrong;
    else if (question.type === "table") Object.assign(found, cells(question, answer as Answers[], before));
    before[question.key] = answer;
  }
  return found;
}

function cells(table: Question, rows: readonly Answers[], before: Answers): Record<string, Fault> {
  const columns = table.columns ?? [];
  const each = rows.map((row, n) => {
    const prefix = `${table.key}.${n}.`;
    return { ...unknowns(columns, row, prefix), ...faults(columns, row, before, prefix) };
  });
  return Object.assign({}, ...each) as Record<string, Fault>;
}

function faultOf(question: Question, answer: unknown): Fault | undefined {
  switch (question.type) {
    case "several":
    case "photo":
    case "skus":
    case "table":
      return listFault(question, answer);
    case "yes_no":
      return answer === "yes" || answer === "no" ? undefined : fault("option");
    case "choice":
      return among(question, answer) ? undefined : fault("option");
    case "number":
    case "money":
      return numberFault(question, answer);
    case "rating": {
      const scale = question.scale ?? 5;
      return Number.isInteger(answer) && within(answer, 1, scale) ? undefined : fault("rating", { scale });
    }
    case "text":
      return lengthFault(answer, question.long ? LONG : SHORT);
    case "barcode":
      return lengthFault(answer, CODE);
    case "date":
      return isDay(answer) ? undefined : fault("date");
    case "signature":
      return isSha(answer) ? undefined : fault("malformed");
    case "place":
      return isPlace(answer) ? undefined : fault("malformed");
  }
}

function listFault(question: Question, answer: unknown): Fault | undefined {
  if (!Array.isArray(answer)) return fault("malformed");
  const list = answer as unknown[];
  if (list.length > most(question)) return fault("many", { most: most(question) });
  if (question.min !== undefined && list.length < question.min) return fault("few", { fewest: question.min });
  if (question.type === "table") return list.every(isRow) ? undefined : fault("malformed");
  if (!list.every((one) => typeof one === "string")) return fault("malformed");
  if (new Set(list).size < list.length) return fault("twice");
  if (question.type === "several") return list.every((one) => among(question, one)) ? undefined : fault("option");
  if (question.type === "photo") return list.every(isSha) ? undefined : fault("malformed");
  return list.every((one) => (one as string).length > 0 && (one as string).length <= CODE)
    ? undefined
    : fault("malformed");
}

function numberFault(question: Question, answer: unknown): Fault | undefined {
  if (typeof answer !== "number" || !(Math.abs(answer) <= LARGEST)) return fault("number");
  if (question.min !== undefined && answer < question.min) return fault("min", { min: question.min });
  if (question.max !== undefined && answer > question.max) return fault("max", { max: question.max });
  const decimals = places(question);
  return decimalsOf(answer) > decimals ? fault("decimals", { decimals }) : undefined;
}

/** Decimals that it takes to write a number: 2 for 1.25. */
export function decimalsOf(number: number): number {
  const [digits = "", exponent = "0"] = String(number).split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}

function lengthFault(answer: unknown, longest: number): Fault | undefined {
  if (typeof answer !== "string") return fault("malformed");
  // by characters, as Python counts them, and not by halves of them
  return [...answer].length > longest ? fault("long", { most: longest }) : undefined;
}

const among = (question: Question, answer: unknown) => (question.options ?? []).some(({ value }) => value === answer);

const isRow = (row: unknown): row is Answers => typeof row === "object" && row !== null && !Array.isArray(row);

const isSha = (answer: unknown) => typeof answer === "string" && SHA256.test(answer);

const within = (number: unknown, low: number, high: number) =>
  typeof number === "number" && number >= low && number <= high;

function isDay(answer: unknown): boolean {
  const parts = typeof answer === "string" ? DAY.exec(answer) : null;
  if (!parts) return false;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 99 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isPlace(answer: unknown): boolean {
  if (!isRow(answer)) return false;
  const { lng, lat, accuracy = 0, ...more } = answer;
  const known = Object.keys(more).length === 0;
  return known && within(lng, -180, 180) && within(lat, -90, 90) && within(accuracy, 0, 1_000_000);
}
