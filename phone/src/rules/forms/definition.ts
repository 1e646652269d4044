/** What a form asks, as the server's `tonglu/directory/forms/definition.py` describes it; JSON as it comes. */
export interface Label {
  zh: string;
  en?: string;
}

export type Type =
  | "yes_no"
  | "choice"
  | "several"
  | "number"
  | "money"
  | "text"
  | "date"
  | "photo"
  | "signature"
  | "place"
  | "barcode"
  | "skus"
  | "rating"
  | "table";

export type Value = string | number | boolean;

export interface Asked {
  question: string;
  is?: Value;
  in?: Value[];
  at_least?: number;
  at_most?: number;
  answered?: boolean;
}

export type Condition = Asked | { all: Condition[] } | { any: Condition[] } | { not: Condition };

export interface Option {
  value: string;
  label: Label;
  score?: number;
}

export interface Question {
  key: string;
  type: Type;
  label: Label;
  hint?: Label;
  picture?: string;
  required?: boolean;
  private?: boolean;
  when?: Condition;
  weight?: number;
  scores?: Record<string, number>;
  unit?: Label;
  min?: number;
  max?: number;
  decimals?: number;
  long?: boolean;
  options?: Option[];
  scale?: number;
  columns?: Question[];
  many?: number;
}

export interface Section {
  key: string;
  title: Label;
  questions: Question[];
}

export interface Definition {
  key: string;
  title: Label;
  about?: Label;
  urgent?: boolean;
  sections: Section[];
}

/** By the key of the question; what each answer looks like stands with the server's definition. */
export type Answers = Record<string, unknown>;

export const questionsOf = (form: Definition): Question[] => form.sections.flatMap((section) => section.questions);

/** The most entries of an answer that is a list. */
export function most(question: Question): number {
  const usual: Partial<Record<Type, number>> = { photo: 3, table: 50, skus: 200 };
  return question.many ?? usual[question.type] ?? question.options?.length ?? 0;
}

/** Decimals that a number may have. */
export const places = (question: Question): number => question.decimals ?? (question.type === "money" ? 2 : 0);

/** In the person's language; Chinese where there is no English. */
export const say = (label: Label | undefined, language: string): string =>
  (language === "en" && label?.en) || label?.zh || "";
