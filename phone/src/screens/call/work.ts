/** What the steps of the open call work on: the customer, what is known of his shelves, and the rows that follow. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from "vue";
import type { Customer, Shelf, Sku, Step } from "../../api/types";
import { total, type Call } from "../../rules/call";
import { scaled } from "../../rules/money";
import { pricesFor } from "../../rules/prices";
import type { Suggestion } from "../../rules/rule15";
import { rowsOf, shelvesOf, soldSince, suggested } from "../../rules/shelf";
import { mustStock, stepsFor } from "../../rules/standards";
import { visitOf } from "../../rules/today";
import { call } from "../../store/call";
import { bundle, documents, skus } from "../../store/home";
import { today } from "../../store/session";

/** One SKU at this call. Quantities in base units, `price` in ten-thousandths per base unit, null without one. */
export interface SkuRow {
  sku: Sku;
  must: boolean;
  shelf: Shelf | undefined;
  count: number | null;
  sold: number | null;
  suggestion: Suggestion | null;
  price: number | null;
  agreed: number;
  refusal: string;
}

export interface Work {
  call: ComputedRef<Call>;
  customer: ComputedRef<Customer>;
  steps: ComputedRef<Step[]>;
  rows: ComputedRef<SkuRow[]>;
  next: ComputedRef<string | null>;
  amount: ComputedRef<number>;
}

const KEY: InjectionKey<Work> = Symbol("work");

export function useWork(): Work {
  const work = inject(KEY);
  if (!work) throw new Error("no call is open");
  return work;
}

/** For the call screen, which is shown only while a call is open. */
export function provideWork(): Work {
  const open = computed(() => call.value as Call);
  const customer = computed(() => bundle.value.customers.get(open.value.customer) as Customer);
  const steps = computed(() => stepsFor(bundle.value.step_sets, customer.value.channel));
  const next = computed(() => open.value.next_date ?? plannedNext(customer.value));
  const rows = useRows(open, customer, next);
  const amount = computed(() => rows.value.reduce((sum, row) => sum + row.agreed * (row.price ?? 0), 0));
  const work = { call: open, customer, steps, rows, next, amount };
  provide(KEY, work);
  return work;
}

function plannedNext(customer: Customer): string | null {
  const stop = bundle.value.days
    .find((plan) => plan.date === today())
    ?.stops.find((one) => one.customer === customer.id);
  return stop?.next_date ?? customer.next_date;
}

function useRows(open: ComputedRef<Call>, customer: ComputedRef<Customer>, next: ComputedRef<string | null>) {
  const must = computed(() => mustStock(bundle.value.must_stock, customer.value));
  const prices = computed(() => pricesFor(bundle.value.prices, customer.value));
  const shelves = computed(() => shelvesOf(customer.value, unseen(customer.value)));
  return computed(() =>
    rowsOf(must.value, shelves.value, open.value.added).flatMap((id): SkuRow[] => {
      const sku = skus.value.get(id);
      if (!sku) return [];
      const shelf = shelves.value.get(id);
      const count = open.value.counts[id];
      const opening = must.value.get(id) ?? 0;
      const suggestion = suggested({ sku, shelf, count, opening, today: today(), next: next.value });
      const rule = prices.value.get(id);
      return [
        {
          sku,
          must: must.value.has(id),
          shelf,
          count: total(count),
          sold: soldSince(shelf, total(count)),
          suggestion,
          price: rule ? scaled(rule.net_price) : null,
          agreed: open.value.agreed[id] ?? (rule ? (suggestion?.quantity ?? 0) : 0),
          refusal: open.value.refusals[id] ?? "",
        },
      ];
    }),
  );
}

/** Calls of earlier days here that the server did not know of when the card was pulled. */
function unseen(customer: Customer) {
  const seen = new Set(customer.visits.map((visit) => visit.id));
  return documents.value
    .filter((one) => one.kind === "visit" && one.state !== "refused" && one.day < today() && !seen.has(one.id))
    .map((one) => ({ day: one.day, body: visitOf(one) }))
    .filter(({ body }) => body.customer === customer.id && body.outcome === "completed");
}
