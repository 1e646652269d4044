/** One database per person: another login on this phone neither sees nor sends what is in it. */
import Dexie, { type EntityTable } from "dexie";
import type { Customer } from "../api/types";
import type { Call } from "../rules/call";
import type { Outgoing } from "../rules/outbox";

/** A part of the bundle, with the server's hash of it. */
export interface Part {
  name: string;
  hash: string;
  value: unknown;
}

export interface Card {
  id: number;
  hash: string;
  customer: Customer;
}

/** `held` until its call is closed; then `waiting` until the server has it (and it is gone), or `refused`. */
export interface Photo {
  sha256: string;
  call: string;
  bytes: ArrayBuffer;
  state: "held" | "waiting" | "refused";
  reason: string;
}

export class PersonDb extends Dexie {
  parts!: EntityTable<Part, "name">;
  cards!: EntityTable<Card, "id">;
  documents!: EntityTable<Outgoing, "id">;
  photos!: EntityTable<Photo, "sha256">;
  calls!: EntityTable<Call, "id">;

  constructor(person: number) {
    super(`tonglu-${person}`);
    this.version(1).stores({
      parts: "name",
      cards: "id",
      documents: "id, state, [state+id], day",
      photos: "sha256, state, call",
      calls: "id",
    });
  }
}
