/** What is known of the SKUs at an outlet, and what follows from it at this call. */
import type { Customer, Shelf, Sku } from "../api/types";
import { type Count, total } from "./call";
import { daysBetween } from "./days";
import { rule15, type Suggestion } from "./rule15";
import type { VisitBody } from "./visit";

const DAYS_UNTIL_NEXT = 7; // where the line does not say when it comes by again

export type Shelves = Map<number, Shelf>;

/**
 * The server's knowledge, brought up to date by calls of earlier days that it had not seen when it was pulled:
 * their counts replace its counts, their orders are on the way.
 */
export function shelvesOf(customer: Customer, unseen: readonly { day: string; body: VisitBody }[]): Shelves {
  const shelves: Shelves = new Map(customer.shelves.map((shelf) => [shelf.sku, shelf]));
  const inOrder = [...unseen].sort((one, other) => one.day.localeCompare(other.day));
  for (const { day, body } of inOrder) {
    for (const row of body.stock) {
      const known = shelves.get(row.sku) ?? blank(row.sku);
      shelves.set(row.sku, { ...known, last_count: row.shelf + row.back, counted_on: day, delivered: 0 });
    }
    for (const line of body.order?.lines ?? []) {
      const known = shelves.get(line.sku) ?? blank(line.sku);
      shelves.set(line.sku, { ...known, on_the_way: known.on_the_way + line.quantity });
    }
  }
  return shelves;
}

const blank = (sku: number): Shelf => ({ sku, last_count: null, counted_on: null, delivered: 0, on_the_way: 0 });

/** Base units sold since the last count; null where there was none. */
export function soldSince(shelf: Shelf | undefined, count: number | null): number | null {
  if (!shelf || shelf.last_count === null || count === null) return null;
  return shelf.last_count + shelf.delivered - count;
}

export interface Asked {
  sku: Pick<Sku, "id" | "pack_size" | "shelf_life_days">;
  shelf: Shelf | undefined;
  count: Count | undefined;
  opening: number;
  today: string;
  next: string | null;
}

/** The suggested order of one SKU; null until it has been counted. */
export function suggested({ sku, shelf, count, opening, today, next }: Asked): Suggestion | null {
  const counted = total(count);
  if (counted === null) return null;
  const since = shelf?.counted_on ? daysBetween(shelf.counted_on, today) : 0;
  return rule15({
    last_count: shelf?.last_count ?? null,
    count: counted,
    delivered: shelf?.delivered ?? 0,
    days_since: Math.max(1, since), // a phone whose clock stands before the last count still gets an answer
    days_to_next: next ? Math.max(1, daysBetween(today, next)) : DAYS_UNTIL_NEXT,
    on_the_way: shelf?.on_the_way ?? 0,
    pack: Math.max(1, sku.pack_size),
    opening_order: opening,
    shelf_empty: count?.shelf === 0,
    shelf_life_days: sku.shelf_life_days,
  });
}

/** SKU ids in the order in which they are counted: must-stock first, then what was ever here, then what was added. */
export function rowsOf(must: Map<number, number>, shelves: Shelves, added: readonly number[]): number[] {
  return [...new Set([...must.keys(), ...shelves.keys(), ...added])];
}
