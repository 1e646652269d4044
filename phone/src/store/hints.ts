/** The pictures that forms show as a model: fetched once after a pull, so that they are there without a signal. */
import type { FormOut } from "../api/types";
import type { Question } from "../rules/forms";
import type { PersonDb } from "./db";
import { db } from "./home";

export type FetchPicture = (sha256: string) => Promise<ArrayBuffer | null>;

export const hintPicture = async (sha256: string): Promise<ArrayBuffer | undefined> =>
  (await db().hints.get(sha256))?.bytes;

const picturesOf = (questions: readonly Question[]): string[] =>
  questions.flatMap(({ picture, columns }) => [...(picture ? [picture] : []), ...picturesOf(columns ?? [])]);

/** Fetches what is missing and drops what no form shows any more. One that the server does not have is left out. */
export async function fetchHints(kept: PersonDb, forms: readonly FormOut[], fetch: FetchPicture): Promise<void> {
  const wanted = new Set(forms.flatMap((form) => form.definition.sections.flatMap((one) => picturesOf(one.questions))));
  const held = await kept.hints.toCollection().primaryKeys();
  await kept.hints.bulkDelete(held.filter((sha256) => !wanted.has(sha256)));
  for (const sha256 of wanted) {
    if (held.includes(sha256)) continue;
    const bytes = await fetch(sha256);
    if (bytes) await kept.hints.put({ sha256, bytes });
  }
}
