/** Leave as the person sees it: what the server knows, together with what is still in his outbox. */
import type { LeaveOut } from "../api/types";
import { addDays, daysBetween } from "./days";
import type { Outgoing } from "./outbox";

/** The body of a `leave_ask`: days off, both included. */
export interface LeaveAsk {
  kind: string;
  first: string;
  last: string;
  reason: string;
}

/** `document` while it is in the outbox: waiting to be sent, or refused with its reason. */
export interface LeaveRow extends LeaveAsk {
  state: string;
  by: string;
  words: string;
  document: Outgoing | null;
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
  const rows = [...here, ...known.map((one) => ({ ...one, document: null }))];
  const front = (row: LeaveRow) => (row.state === "given_back" ? 0 : 1);
  return rows.sort((one, other) => front(one) - front(other) || other.first.localeCompare(one.first));
}

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
