/** What becomes of a document on the phone. It leaves only when the server has answered for it by id. */
import type { Answer } from "../api/types";

export type Kind =
  | "visit"
  | "day_start"
  | "day_end"
  | "day_plan"
  | "reflection"
  | "approval_answer"
  | "form"
  | "leave_ask"
  | "leave_withdraw"
  | "leave_answer"
  | "leave_take_back";

/**
 * `waiting`: the server has not answered for it. `sent`: it has it. `refused`: it does not want it, for `reason`.
 * `made_at` by the phone's clock; `day` the business day; `label` what the person reads in the list.
 */
export interface Outgoing {
  id: string;
  kind: Kind;
  schema_version: number;
  made_at: string;
  day: string;
  label: string;
  body: Record<string, unknown>;
  state: "waiting" | "refused" | "sent";
  reason: string;
  code: string;
  tries: number;
}

/** The document after an answer. A sent one stays sent, whatever a late or repeated answer says. */
export function settled(document: Outgoing, answer: Pick<Answer, "outcome" | "reason" | "code">): Outgoing {
  if (document.state === "sent") return document;
  const tries = document.tries + 1;
  switch (answer.outcome) {
    case "accepted":
    case "duplicate":
      return { ...document, tries, state: "sent", reason: "", code: "" };
    case "refused":
      return { ...document, tries, state: "refused", reason: answer.reason, code: answer.code };
    case "retry":
      return { ...document, tries, reason: answer.reason, code: answer.code };
  }
}

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

/** Milliseconds until the next attempt after so many failures in a row; `jitter` in [0, 1) spreads the phones. */
export function backoff(failures: number, jitter: number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return Math.round(wait * (0.75 + jitter / 2));
}
