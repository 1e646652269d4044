/** What of the approvals on the phone still waits for this person, seen together with what is in his outbox. */
import type { Approval } from "../api/types";
import type { Outgoing } from "./outbox";

/** `answer`: the latest one written on this phone for this seat, whatever became of it. */
export interface Asked {
  approval: Approval;
  answer: Outgoing | null;
}

export interface Boxes {
  waiting: Asked[];
  answered: Asked[];
  own: Approval[];
}

/** Those to answer, those answered here (on the way, or not yet gone from the bundle), and the person's own. */
export function boxes(approvals: readonly Approval[], documents: readonly Outgoing[]): Boxes {
  const asked = approvals
    .filter((approval) => approval.seat !== null)
    .map((approval) => ({ approval, answer: answerTo(approval, documents) }));
  return {
    waiting: asked.filter(({ answer }) => answer === null || answer.state === "refused"),
    answered: asked.filter(({ answer }) => answer !== null && answer.state !== "refused"),
    own: approvals.filter((approval) => approval.seat === null),
  };
}

/** The latest answer written here; ids of documents sort by when they were made. */
export function answerTo(approval: Approval, documents: readonly Outgoing[]): Outgoing | null {
  const mine = documents.filter((one) => one.kind === "approval_answer" && one.body.seat === approval.seat);
  return mine.reduce<Outgoing | null>((last, one) => (last === null || one.id > last.id ? one : last), null);
}

/** Past the instant by which an answer was asked for. */
export const overdue = (approval: Approval, now: number): boolean =>
  approval.due_at !== null && Date.parse(approval.due_at) <= now;

/** How far an actual number is from its limit, as a share of the limit; null where one is missing. */
export function offLimit(actual: string | null, limit: string | null): number | null {
  const base = Number(limit ?? 0);
  return actual === null || !base ? null : Number(actual) / base - 1;
}
