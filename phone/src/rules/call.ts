/** A call under way: plain data, kept on the phone until it is closed and becomes a visit document. */

/** WGS-84 degrees; accuracy in metres. */
export interface Place {
  lng: number;
  lat: number;
  accuracy: number;
}

/** Base units. `shelf` null: not counted yet. `oldest_date`: when the oldest goods were made, where it was looked up. */
export interface Count {
  shelf: number | null;
  back: number;
  oldest_date: string | null;
}

export interface Rival {
  brand: string;
  product: string;
  price: string;
  note: string;
}

export interface PhotoTaken {
  sha256: string;
  step: string;
  taken_at: string;
}

export type Outcome = "completed" | "shut" | "refused";

/**
 * Instants by the phone's own clock. `id` becomes the visit's, `order` the order's; `seconds` per step key.
 * `ended_at` is set only in a call that is written anew after it was refused: it ended when it ended.
 */
export interface Call {
  id: string;
  order: string;
  customer: number;
  purpose: string;
  started_at: string;
  ended_at: string | null;
  place: Place | null;
  step: string;
  entered_at: string;
  seconds: Record<string, number>;
  done: string[];
  counts: Record<number, Count>;
  added: number[];
  agreed: Record<number, number>;
  refusals: Record<number, string>;
  confirmed: boolean;
  rivals: Rival[];
  photos: PhotoTaken[];
  notes: Record<string, string>;
  no_order_reason: string;
  next_date: string | null;
}

export interface Opening {
  id: string;
  order: string;
  customer: number;
  purpose: string;
  at: string;
  step: string;
}

export function opened({ id, order, customer, purpose, at, step }: Opening): Call {
  return {
    id,
    order,
    customer,
    purpose,
    started_at: at,
    ended_at: null,
    place: null,
    step,
    entered_at: at,
    seconds: {},
    done: [],
    counts: {},
    added: [],
    agreed: {},
    refusals: {},
    confirmed: false,
    rivals: [],
    photos: [],
    notes: {},
    no_order_reason: "",
    next_date: null,
  };
}

/** Seconds per step, the time in the present step included; never negative, whatever the clock did meanwhile. */
export function timed(call: Call, at: string): Record<string, number> {
  const here = Math.max(0, Math.round((Date.parse(at) - Date.parse(call.entered_at)) / 1000));
  return { ...call.seconds, [call.step]: Math.min(86_400, (call.seconds[call.step] ?? 0) + here) };
}

/** Moves to a step; the one that was left is ticked when `ticked`. */
export function go(call: Call, step: string, at: string, ticked: boolean): void {
  call.seconds = timed(call, at);
  if (ticked && !call.done.includes(call.step)) call.done.push(call.step);
  call.step = step;
  call.entered_at = at;
}

/**
 * The steps that one goes through from a step on, the last of them to stay at; none after the last. What the shopkeeper
 * agreed to at the order is the deal: it is ticked and not asked for twice; without one there is nothing to close.
 */
export function onward(steps: readonly string[], from: string, confirmed: boolean): string[] {
  const at = steps.indexOf(from);
  const [next, after] = steps.slice(at + 1, at + 3);
  if (from === "order" && next === "close" && after) return confirmed ? [next, after] : [after];
  return next ? [next] : [];
}

export const total = (count: Count | undefined): number | null =>
  count === undefined || count.shelf === null ? null : count.shelf + count.back;
