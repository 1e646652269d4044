/** The day so far, from what the server knows and what still waits on the phone, each call once. */
import type { Customer, DayPlan } from "../api/types";
import { scaled } from "./money";
import type { Outgoing } from "./outbox";
import { addDays, daysBetween } from "./days";
import type { VisitBody } from "./visit";

/** A call of the day; `amount` of its order in ten-thousandths, null without one. */
export interface DayCall {
  id: string;
  customer: number;
  outcome: string;
  minutes: number;
  amount: number | null;
  started_at: string | null;
  ended_at: string | null;
}

export interface DayFigures {
  done: number;
  planned: number;
  orders: number;
  amount: number;
  success: number | null;
}

export const visitOf = (document: Outgoing) => document.body as unknown as VisitBody;

/** My calls of a day. A refused document is no call until it has been put right. */
export function callsOf(
  day: string,
  me: string,
  customers: Iterable<Customer>,
  documents: readonly Outgoing[],
): DayCall[] {
  const calls = new Map<string, DayCall>();
  for (const customer of customers) {
    for (const visit of customer.visits) {
      if (visit.date !== day || visit.person !== me) continue;
      const amount = visit.amount === null ? null : scaled(visit.amount);
      const { id, outcome, minutes } = visit;
      calls.set(id, { id, customer: customer.id, outcome, minutes, amount, started_at: null, ended_at: null });
    }
  }
  for (const document of documents) {
    if (document.kind !== "visit" || document.day !== day || document.state === "refused") continue;
    calls.set(document.id, fromDocument(document));
  }
  return [...calls.values()];
}

function fromDocument(document: Outgoing): DayCall {
  const body = visitOf(document);
  const { started_at, ended_at } = body;
  const minutes = Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 60_000);
  return {
    id: document.id,
    customer: body.customer,
    outcome: body.outcome,
    minutes,
    amount: body.order ? amountOf(body.order.lines) : null,
    started_at,
    ended_at,
  };
}

export const amountOf = (lines: readonly { quantity: number; price: string }[]) =>
  lines.reduce((sum, line) => sum + line.quantity * scaled(line.price), 0);

/** `success`: calls with an order among calls, 0–1; null before the first. */
export function figuresOf(plan: DayPlan | null, calls: readonly DayCall[]): DayFigures {
  const visited = new Set(calls.map((call) => call.customer));
  const stops = plan?.stops ?? [];
  const orders = calls.filter((call) => call.amount !== null);
  return {
    done: stops.filter((stop) => stop.done || visited.has(stop.customer)).length,
    planned: stops.length,
    orders: orders.length,
    amount: orders.reduce((sum, call) => sum + (call.amount ?? 0), 0),
    success: calls.length ? orders.length / calls.length : null,
  };
}

const LONG_AGO_DAYS = 30;

/** Warnings that the facts bear out: empty must-stock shelves with nothing delivered or coming, a long absence. */
export function warningsOf(customer: Customer, must: Map<number, number>, today: string) {
  const empty = customer.shelves.filter(
    (shelf) => must.has(shelf.sku) && shelf.last_count === 0 && shelf.delivered === 0,
  ).length;
  const last = customer.visits[0]?.date;
  const absent = last && last < addDays(today, -LONG_AGO_DAYS) ? daysBetween(last, today) : null;
  return { empty, absent, first: !last };
}

/** Mean minutes of the completed calls that are known; null without any. */
export function usualMinutes(customer: Customer): number | null {
  const known = customer.visits.filter((visit) => visit.outcome === "completed" && visit.minutes > 0);
  return known.length ? Math.round(known.reduce((sum, visit) => sum + visit.minutes, 0) / known.length) : null;
}
