/**
 * The 1.5 rule for suggested orders, as the server computes it (`tonglu/solvers/replenish/rule15.py`); both are held
 * to the same `rule15_cases.json`. Whole numbers throughout, so that phone and server agree to the unit.
 *
 *     sold  = last count + delivered − returned − this count
 *     order = whole packs of max(0, 1.5 × sold × days to next call ÷ days since last − count − on the way)
 */
import { ceilDiv, down, floorDiv, up } from "./packs";

/** Base units and whole days. `last_count` null: never counted. `shelf_empty`: the shelf, not the back room. */
export interface ShelfFacts {
  last_count: number | null;
  count: number;
  delivered?: number;
  returned?: number;
  days_since: number;
  days_to_next: number;
  on_the_way?: number;
  pack?: number;
  opening_order?: number;
  shelf_empty?: boolean;
  shelf_life_days?: number | null;
}

export type ReasonCode = "rule15" | "censored" | "shelf_life" | "enough" | "opening" | "recount";

export interface Suggestion {
  quantity: number;
  code: ReasonCode;
  numbers: Record<string, number>;
}

const FACTOR_PERCENT = 150;
const CENSORED_PERCENT = 125; // sales that ended in an empty shelf: more was wanted than was there

export function rule15(facts: ShelfFacts): Suggestion {
  const shelf = complete(facts);
  if (shelf.last_count === null) return opening(shelf);
  if (shelf.sold < 0) return recount(shelf);
  if (shelf.saleable === 0) return opening(shelf); // nothing was there to sell: the zero says nothing about demand
  return cover(shelf);
}

function complete(facts: ShelfFacts) {
  const given = {
    delivered: 0,
    returned: 0,
    on_the_way: 0,
    pack: 1,
    opening_order: 0,
    shelf_empty: false,
    shelf_life_days: null,
    ...facts,
  };
  const saleable = (given.last_count ?? 0) + given.delivered - given.returned;
  return { ...given, saleable, sold: saleable - given.count, position: given.count + given.on_the_way };
}

type Complete = ReturnType<typeof complete>;

function stock(shelf: Complete) {
  return { count: shelf.count, on_the_way: shelf.on_the_way, pack: shelf.pack };
}

function opening(shelf: Complete): Suggestion {
  const quantity = up(shelf.opening_order - shelf.position, shelf.pack);
  return { quantity, code: "opening", numbers: { opening_order: shelf.opening_order, ...stock(shelf), quantity } };
}

function recount(shelf: Complete): Suggestion {
  const { delivered, returned, count, sold } = shelf;
  return {
    quantity: 0,
    code: "recount",
    numbers: { last_count: shelf.last_count ?? 0, delivered, returned, count, sold },
  };
}

function cover(shelf: Complete): Suggestion {
  const censored = (shelf.shelf_empty || shelf.count === 0) && shelf.sold > 0;
  const demand = shelf.sold * (censored ? CENSORED_PERCENT : 100); // hundredths, so that only the end is rounded
  const target = ceilDiv(FACTOR_PERCENT * demand * shelf.days_to_next, 10_000 * shelf.days_since);
  const need = Math.max(0, target - shelf.position);
  const quantity = up(need, shelf.pack);
  const numbers = {
    sold: shelf.sold,
    demand: ceilDiv(demand, 100),
    days_since: shelf.days_since,
    days_to_next: shelf.days_to_next,
    factor_percent: FACTOR_PERCENT,
    target,
    ...stock(shelf),
    need,
    quantity,
  };
  if (shelf.shelf_life_days !== null) {
    const sellable = floorDiv(demand * shelf.shelf_life_days, 100 * shelf.days_since);
    const fresh = down(sellable - shelf.position, shelf.pack);
    if (fresh < quantity) {
      const life = { shelf_life_days: shelf.shelf_life_days, sellable, quantity: fresh };
      return { quantity: fresh, code: "shelf_life", numbers: { ...numbers, ...life } };
    }
  }
  return { quantity, code: need === 0 ? "enough" : censored ? "censored" : "rule15", numbers };
}
