/** Today's work as one value: plan, stops in order with what became of each, figures. */
import { computed } from "vue";
import type { Customer, DayPlan, PlannedStop } from "../api/types";
import { callsOf, figuresOf, type DayCall, type DayFigures } from "../rules/today";
import { bundle, documents } from "./home";
import { me, session, today } from "./session";

/** A row of the list: `call` what came of the visit, once it was made; `sequence` null for one off the plan. */
export interface StopOfDay {
  customer: Customer;
  sequence: number | null;
  purpose: string;
  done: boolean;
  call: DayCall | null;
}

export interface Day {
  date: string;
  plan: DayPlan | null;
  stops: StopOfDay[];
  extra: StopOfDay[];
  next: StopOfDay | null;
  figures: DayFigures;
}

export const day = computed<Day>(() => {
  const date = today();
  const { days, customers } = bundle.value;
  const plan = days.find((one) => one.date === date) ?? null;
  const mine = session.value ? me().person.name : "";
  const calls = callsOf(date, mine, customers.values(), documents.value);
  const stops = (plan?.stops ?? []).flatMap((stop) => ofPlan(stop, customers, calls));
  stops.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0));
  const planned = new Set(stops.map((stop) => stop.customer.id));
  const extra = calls.filter((call) => !planned.has(call.customer)).flatMap((call) => offPlan(call, customers));
  return { date, plan, stops, extra, next: stops.find((stop) => !stop.done) ?? null, figures: figuresOf(plan, calls) };
});

function ofPlan(stop: PlannedStop, customers: Map<number, Customer>, calls: readonly DayCall[]): StopOfDay[] {
  const customer = customers.get(stop.customer);
  if (!customer) return [];
  const call = calls.find((one) => one.customer === customer.id) ?? null;
  return [{ customer, sequence: stop.sequence, purpose: stop.purpose, done: stop.done || call !== null, call }];
}

function offPlan(call: DayCall, customers: Map<number, Customer>): StopOfDay[] {
  const customer = customers.get(call.customer);
  return customer ? [{ customer, sequence: null, purpose: "order", done: true, call }] : [];
}
