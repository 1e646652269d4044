/** The call under way: one at a time, written down at every change, so that a killed app loses nothing. */
import { v7 } from "uuid";
import { reactive, shallowRef, toRaw, watch } from "vue";
import type { Customer } from "../api/types";
import { opened, type Call, type Outcome } from "../rules/call";
import { redrafted } from "../rules/redraft";
import { stepsFor } from "../rules/standards";
import { visitBody, VISIT_SCHEMA, type Row, type VisitBody } from "../rules/visit";
import type { PersonDb } from "./db";
import { bundle, db } from "./home";
import { post } from "./outbox";
import { findPlace } from "./place";
import { today } from "./session";
import { syncNow } from "./sync";

export const call = shallowRef<Call | null>(null);

/** What kept the last change from being written down (a full phone); empty when all is safe. */
export const unsaved = shallowRef("");

let saving = Promise.resolve();
let dirty = false;
let stop = () => {};

/** Takes up the call that was open when the app was last closed, if any. */
export async function resume(): Promise<void> {
  const [kept] = await db().calls.toArray();
  stop();
  call.value = null;
  if (kept) hold(kept);
}

export function start(customer: Customer, purpose: string): void {
  const step = stepsFor(bundle.value.step_sets, customer.channel)[0]?.key ?? "";
  hold(opened({ id: v7(), order: v7(), customer: customer.id, purpose, at: new Date().toISOString(), step }));
  void locate();
}

/** Writes a refused visit anew: its facts and times, under new ids. */
export function rewrite(body: VisitBody): void {
  const steps = stepsFor(bundle.value.step_sets, bundle.value.customers.get(body.customer)?.channel ?? null);
  const last = steps.at(-1)?.key ?? "";
  hold(redrafted(body, { id: v7(), order: v7(), at: new Date().toISOString(), step: last }));
}

function hold(draft: Call): void {
  stop();
  const held = reactive(draft);
  call.value = held;
  save(held);
  stop = watch(held, () => save(held), { deep: true, flush: "sync" });
}

/** Writes the call as it stands when its turn comes, so that many changes at once are one write. */
function save(held: Call): void {
  if (dirty) return;
  dirty = true;
  const kept = db();
  saving = saving.then(async () => {
    dirty = false;
    await kept.calls.put(JSON.parse(JSON.stringify(toRaw(held))) as Call).then(
      () => (unsaved.value = ""),
      (error: unknown) => (unsaved.value = String(error)),
    );
  });
}

/** Never holds the call up: the place is added when it is found, if the call is still open then. */
async function locate(): Promise<void> {
  const begun = call.value;
  const place = await findPlace();
  if (begun && begun === call.value) begun.place = place;
}

export interface Closed {
  customer: Customer;
  outcome: Outcome;
  rows: readonly Row[];
}

/**
 * Makes the visit document of the open call and puts it into the outbox together with its photos. Whole or not at
 * all: if the phone cannot store it, this raises and the call stays open.
 */
export async function close({ customer, outcome, rows }: Closed): Promise<void> {
  const closing = call.value;
  if (!closing) return;
  stop();
  await saving;
  const names = stepsFor(bundle.value.step_sets, customer.channel).map((step) => [step.key, step.name] as const);
  const at = new Date().toISOString();
  const body = visitBody({ call: toRaw(closing), outcome, at, rows, stepNames: new Map(names) });
  try {
    await store(db(), closing.id, customer.name, body);
  } catch (error) {
    hold(toRaw(closing));
    throw error;
  }
  call.value = null;
  void syncNow({ pull: false });
}

async function store(kept: PersonDb, id: string, label: string, body: VisitBody): Promise<void> {
  await kept.transaction("rw", kept.documents, kept.photos, kept.calls, async () => {
    await post(kept, { id, kind: "visit", schema_version: VISIT_SCHEMA, day: today(), label, body });
    await kept.photos.where({ call: id }).modify({ state: "waiting" });
    await kept.calls.delete(id);
  });
}

/** Gives the open call up, with its photos. */
export async function abandon(): Promise<void> {
  const given = call.value;
  if (!given) return;
  stop();
  await saving;
  const kept = db();
  await kept.transaction("rw", kept.photos, kept.calls, async () => {
    await kept.photos.where({ call: given.id, state: "held" }).delete();
    await kept.calls.delete(given.id);
  });
  call.value = null;
}
