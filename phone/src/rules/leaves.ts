/** Leave as the person sees it: what the server knows, together with what is still in his outbox. */
import type { LeaveAsked, LeaveAway, LeaveOut } from "../api/types";
import { addDays, daysBetween } from "./days";
import type { Outgoing } from "./outbox";

/** The body of a `leave_ask`: days off, both included. */
export interface LeaveAsk {
  kind: string;
  first: string;
  last: string;
  reason: string;
}

/**
 * `document` while it is in the outbox: waiting to be sent, or refused with its reason. `state` is the server's, or here
 * `unsent`, `given_back`, and `withdrawing` while the withdrawal waits; `trouble` is why one was not taken.
 */
export interface LeaveRow extends LeaveAsk {
  state: string;
  by: string;
  words: string;
  document: Outgoing | null;
  trouble: string;
}

/** What the server refused first, then by day, the latest first. A sent one shows as the server tells it back. */
export function leaveRows(known: readonly LeaveOut[], documents: readonly Outgoing[]): LeaveRow[] {
  const here = documents
    .filter((one) => one.kind === "leave_ask" && one.state !== "sent")
    .map((one) => ({
      ...(one.body as unknown as LeaveAsk),
      state: one.state === "refused" ? "given_back" : "unsent",
      by: "",
      words: one.reason,
      document: one,
    }));
  const rows = [...here, ...known.map((one) => ({ ...one, document: null }))].map((row) => withdrawn(row, documents));
  const front = (row: LeaveRow) => (row.state === "given_back" ? 0 : 1);
  return rows.sort((one, other) => front(one) - front(other) || other.first.localeCompare(one.first));
}

/** The row with what became of its withdrawal; one that was written before the ask is of an earlier ask. */
function withdrawn(row: Omit<LeaveRow, "trouble">, documents: readonly Outgoing[]): LeaveRow {
  const open = ["unsent", "asked"].includes(row.state);
  const last = latest(
    documents,
    (one) =>
      one.kind === "leave_withdraw" &&
      one.body.first === row.first &&
      one.body.last === row.last &&
      (row.document === null || one.id > row.document.id),
  );
  if (last?.state === "waiting" && open) return { ...row, state: "withdrawing", trouble: "" };
  return { ...row, trouble: last?.state === "refused" ? last.reason : "" };
}

/** The last written of those; ids of documents sort by when they were made. */
function latest(documents: readonly Outgoing[], fits: (one: Outgoing) => boolean): Outgoing | null {
  return documents.filter(fits).reduce<Outgoing | null>((last, one) => (last && last.id > one.id ? last : one), null);
}

export interface TeamAsk {
  ask: LeaveAsked;
  answer: Outgoing | null;
}

/** Requests of my people: those still to answer, one whose answer was given back among them, and those answered here. */
export function teamAsks(asked: readonly LeaveAsked[], documents: readonly Outgoing[]) {
  const rows = asked.map((ask): TeamAsk => ({
    ask,
    answer: latest(documents, (one) => one.kind === "leave_answer" && one.body.ask === ask.id),
  }));
  const done = ({ answer }: TeamAsk) => answer !== null && answer.state !== "refused";
  return { waiting: rows.filter((row) => !done(row)), answered: rows.filter(done) };
}

/** Who of my people is away or will be, with what was written here to end it. */
export const teamAway = (away: readonly LeaveAway[], documents: readonly Outgoing[]) =>
  away.map((leave) => ({
    leave,
    ended: latest(documents, (one) => one.kind === "leave_take_back" && one.body.leave === leave.id),
  }));

export type Fault = "none" | "backwards" | "reason" | "taken";

/** States whose days cannot be asked for again. */
const HOLDS = ["unsent", "asked", "granted"];

type Held = Pick<LeaveRow, "first" | "last" | "state">;
const holds = (row: Held, { first, last }: Pick<LeaveAsk, "first" | "last">) =>
  HOLDS.includes(row.state) && row.first <= last && row.last >= first;

/** What the server would refuse, as far as the phone can tell. */
export function faultOf(ask: LeaveAsk, rows: readonly LeaveRow[]): Fault {
  if (!ask.first || !ask.last || ask.last < ask.first) return "backwards";
  if (rows.some((row) => holds(row, ask))) return "taken";
  return ask.reason.trim() ? "none" : "reason";
}

/** Calendar days, both included. */
export const lengthOf = ({ first, last }: Pick<LeaveAsk, "first" | "last">): number => daysBetween(first, last) + 1;

/** An empty ask, for the first day from tomorrow that is not asked for already. */
export function blank(today: string, kind: string, held: readonly Held[]): LeaveAsk {
  let day = addDays(today, 1);
  for (let row; (row = held.find((one) => holds(one, { first: day, last: day })));) day = addDays(row.last, 1);
  return { kind, first: day, last: day, reason: "" };
}
