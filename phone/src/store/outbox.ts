/** The outbox: documents stay until the server has answered for each one by id. */
import Dexie from "dexie";
import { v7 } from "uuid";
import { Problem } from "../api/client";
import type { Answer, DocumentIn } from "../api/types";
import { addDays } from "../rules/days";
import { settled, type Kind, type Outgoing } from "../rules/outbox";
import type { PersonDb } from "./db";

const BATCH = 20;
const KEPT_DAYS = 7;

export interface Written {
  id?: string;
  kind: Kind;
  schema_version: number;
  day: string;
  label: string;
  body: object;
}

/** Puts a document into the outbox. The body is copied as it will be sent: what is in the outbox never changes. */
export async function post(db: PersonDb, written: Written): Promise<string> {
  const id = written.id ?? v7();
  await db.documents.add({
    ...written,
    id,
    body: JSON.parse(JSON.stringify(written.body)) as Record<string, unknown>,
    made_at: new Date().toISOString(),
    state: "waiting",
    reason: "",
    code: "",
    tries: 0,
  });
  return id;
}

export type Send = (documents: DocumentIn[]) => Promise<Answer[]>;

/**
 * Sends what waits, oldest first, each document once, and says how many that were. Raises what `send` raises; what was
 * answered by then stays so.
 */
export async function deliver(db: PersonDb, send: Send): Promise<number> {
  let last = "";
  let count = 0;
  for (;;) {
    const batch = await db.documents
      .where("[state+id]")
      .between(["waiting", last], ["waiting", Dexie.maxKey], false, true)
      .limit(BATCH)
      .toArray();
    const newest = batch.at(-1);
    if (!newest) return count;
    last = newest.id;
    await settle(db, await answersTo(batch, send));
    count += batch.length;
  }
}

/** Takes answers in, in any order, repeated or for documents that are not here. */
export async function settle(db: PersonDb, answers: readonly Answer[]): Promise<void> {
  await db.transaction("rw", db.documents, async () => {
    for (const answer of answers) {
      const document = await db.documents.get(answer.id);
      if (document) await db.documents.put(settled(document, answer));
    }
  });
}

/** One that the server cannot even read must not hold up the rest: the batch is halved until it stands alone. */
async function answersTo(batch: readonly Outgoing[], send: Send): Promise<Answer[]> {
  try {
    return await send(batch.map(asSent));
  } catch (error) {
    if (!(error instanceof Problem) || !isUnreadable(error.status)) throw error;
    const only = batch.length === 1 ? batch[0] : undefined;
    if (only) return [{ id: only.id, outcome: "refused", reason: error.message, code: error.code || "bad_document" }];
    const half = Math.ceil(batch.length / 2);
    return [...(await answersTo(batch.slice(0, half), send)), ...(await answersTo(batch.slice(half), send))];
  }
}

const isUnreadable = (status: number) => status === 400 || status === 413 || status === 422;

const asSent = ({ id, kind, schema_version, made_at, body }: Outgoing): DocumentIn => ({
  id,
  kind,
  schema_version,
  made_at,
  body,
});

/** Drops a refused document, at the person's word. One that waits cannot be dropped. */
export async function discard(db: PersonDb, id: string): Promise<void> {
  await db.documents.where({ id, state: "refused" }).delete();
}

/** Sent documents are kept a week, for the day's display; then the server's record is enough. */
export async function prune(db: PersonDb, today: string): Promise<void> {
  await db.documents
    .where("day")
    .below(addDays(today, -KEPT_DAYS))
    .filter((document) => document.state === "sent")
    .delete();
}
