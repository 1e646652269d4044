/** The logged-in person's data, as screens read it: loaded once, then followed as it changes. */
import { liveQuery, type Subscription } from "dexie";
import { computed, shallowRef } from "vue";
import type { Sku } from "../api/types";
import type { Outgoing } from "../rules/outbox";
import { EMPTY, load, type Bundle } from "./bundle";
import { PersonDb } from "./db";
import { end } from "./session";

let current: PersonDb | null = null;
let following: Subscription[] = [];

export const bundle = shallowRef<Bundle>(EMPTY);
export const documents = shallowRef<Outgoing[]>([]);
export const photosPending = shallowRef<{ count: number; bytes: number; refused: number }>(nothing());

export const skus = computed(() => new Map<number, Sku>(bundle.value.skus.map((sku) => [sku.id, sku])));
export const waiting = computed(() => documents.value.filter((document) => document.state === "waiting"));
export const refused = computed(() => documents.value.filter((document) => document.state === "refused"));

/** The present person's database. */
export function db(): PersonDb {
  if (!current) throw new Error("nobody is logged in");
  return current;
}

/** Opens a person's data; idempotent for the one who is in already. */
export async function enter(person: number): Promise<void> {
  if (current?.name === `tonglu-${person}`) return;
  leave();
  current = new PersonDb(person);
  bundle.value = await load(current);
  documents.value = await current.documents.toArray();
  follow(current);
}

function follow(opened: PersonDb): void {
  following = [
    liveQuery(() => opened.documents.toArray()).subscribe((found) => (documents.value = found)),
    liveQuery(() => countPhotos(opened)).subscribe((found) => (photosPending.value = found)),
  ];
}

async function countPhotos(opened: PersonDb) {
  const tally = nothing();
  await opened.photos.each((photo) => {
    if (photo.state === "waiting") tally.count += 1;
    if (photo.state === "refused") tally.refused += 1;
    tally.bytes += photo.bytes.byteLength;
  });
  return tally;
}

function nothing() {
  return { count: 0, bytes: 0, refused: 0 };
}

export async function reload(): Promise<void> {
  bundle.value = await load(db());
}

export function leave(): void {
  for (const subscription of following) subscription.unsubscribe();
  following = [];
  current?.close();
  current = null;
  bundle.value = EMPTY;
  documents.value = [];
  photosPending.value = nothing();
}

/** Removes everything that this person has on the phone, his log-in included. */
export async function wipe(): Promise<void> {
  const gone = current;
  leave();
  end();
  await gone?.delete();
}
