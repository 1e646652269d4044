/** A finished call as the server takes it in (visit document, schema 2). */
import type { Call, Outcome, Place } from "./call";
import { timed } from "./call";
import { unscaled } from "./money";
import type { Suggestion } from "./rule15";

export const VISIT_SCHEMA = 2;
const NOTE_LENGTH = 1000;

export interface VisitBody {
  customer: number;
  started_at: string;
  ended_at: string;
  purpose: string;
  outcome: Outcome;
  place: Place | null;
  steps: { key: string; seconds: number }[];
  stock: { sku: number; shelf: number; back: number; oldest_date: string | null }[];
  proposals: {
    sku: number;
    suggested: number;
    agreed: number;
    reason: Record<string, string | number>;
    refusal: string;
  }[];
  order: { id: string; lines: OrderLine[]; note: string } | null;
  no_order_reason: string;
  competitors: { brand: string; product: string; price: string | null; note: string }[];
  photos: { sha256: string; step: string; taken_at: string }[];
  note: string;
  next_date: string | null;
}

/** Base units, and the net price per base unit as a decimal string. */
export interface OrderLine {
  sku: number;
  quantity: number;
  price: string;
}

/** What the call's rows came to: `price` in ten-thousandths per base unit, null where the SKU has none. */
export interface Row {
  sku: number;
  suggestion: Suggestion | null;
  agreed: number;
  price: number | null;
}

export interface Closing {
  call: Call;
  outcome: Outcome;
  at: string;
  rows: readonly Row[];
  stepNames: ReadonlyMap<string, string>;
}

export function visitBody({ call, outcome, at, rows, stepNames }: Closing): VisitBody {
  const completed = outcome === "completed";
  const lines = completed && call.confirmed ? orderLines(rows) : [];
  return {
    customer: call.customer,
    started_at: call.started_at,
    ended_at: [call.ended_at ?? at, call.started_at].sort().at(-1) as string, // a clock set back during the call must not lose it
    purpose: call.purpose,
    outcome,
    place: call.place,
    steps: Object.entries(call.ended_at ? call.seconds : timed(call, at)).map(([key, seconds]) => ({ key, seconds })),
    stock: completed ? counted(call) : [],
    proposals: completed ? proposals(call, rows) : [],
    order: lines.length ? { id: call.order, lines, note: "" } : null,
    no_order_reason: lines.length ? "" : call.no_order_reason,
    competitors: call.rivals
      .filter((rival) => rival.brand.trim())
      .map((rival) => ({ ...rival, brand: rival.brand.trim(), price: decimal(rival.price) })),
    photos: call.photos,
    note: note(call, stepNames),
    next_date: call.next_date,
  };
}

export function orderLines(rows: readonly Row[]): OrderLine[] {
  return rows.flatMap(({ sku, agreed, price }) =>
    agreed > 0 && price !== null ? [{ sku, quantity: agreed, price: unscaled(price) }] : [],
  );
}

function counted(call: Call): VisitBody["stock"] {
  return Object.entries(call.counts).flatMap(([sku, { shelf, back, oldest_date }]) =>
    shelf === null ? [] : [{ sku: Number(sku), shelf, back, oldest_date }],
  );
}

/** What was suggested beside what was agreed; a call without a confirmed order agreed to nothing. */
function proposals(call: Call, rows: readonly Row[]): VisitBody["proposals"] {
  return rows.flatMap(({ sku, suggestion, agreed }) => {
    if (!suggestion) return [];
    const settled = call.confirmed ? agreed : 0;
    return [
      {
        sku,
        suggested: suggestion.quantity,
        agreed: settled,
        reason: { code: suggestion.code, ...suggestion.numbers },
        refusal: settled < suggestion.quantity ? (call.refusals[sku] ?? "") : "",
      },
    ];
  });
}

/** The notes of the steps as one, each under its step's name; a note of the last step alone stands as it is. */
function note(call: Call, names: ReadonlyMap<string, string>): string {
  const written = Object.entries(call.notes).filter(([, text]) => text.trim());
  const told = written.map(([key, text]) =>
    key === "wrapup" ? text.trim() : `【${names.get(key) ?? key}】${text.trim()}`,
  );
  return told.join("\n").slice(0, NOTE_LENGTH);
}

function decimal(typed: string): string | null {
  const value = Number(typed);
  return typed.trim() && Number.isFinite(value) && value >= 0 ? value.toFixed(2) : null;
}
