/** One database per person: another login on this phone neither sees nor sends what is in it. */
import Dexie, { type EntityTable } from "dexie";
import type { Customer } from "../api/types";
import type { Call } from "../rules/call";
import type { FormDraft } from "../rules/formDraft";
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

/** `call`: the call or the form that it was taken for. `held` until that is closed; then `waiting` until the server has it (and it is gone), or `refused`. */
export interface Photo {
  sha256: string;
  call: string;
  bytes: ArrayBuffer;
  type?: "image/jpeg" | "image/png"; // a JPEG where it is not said
  state: "held" | "waiting" | "refused";
  reason: string;
}

/** A picture that a form shows as a model. */
export interface Hint {
  sha256: string;
  bytes: ArrayBuffer;
}

export class PersonDb extends Dexie {
  parts!: EntityTable<Part, "name">;
  cards!: EntityTable<Card, "id">;
  documents!: EntityTable<Outgoing, "id">;
  photos!: EntityTable<Photo, "sha256">;
  calls!: EntityTable<Call, "id">;
  drafts!: EntityTable<FormDraft, "id">;
  hints!: EntityTable<Hint, "sha256">;

  constructor(person: number) {
    super(`tonglu-${person}`);
    this.version(1).stores({
      parts: "name",
      cards: "id",
      documents: "id, state, [state+id], day",
      photos: "sha256, state, call",
      calls: "id",
    });
    this.version(2).stores({ drafts: "id", hints: "sha256" });
  }
}
