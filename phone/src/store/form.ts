/** Forms that are being filled in: any number, each written down at every change, so that a killed app loses nothing. */
import { liveQuery, type Subscription } from "dexie";
import { v7 } from "uuid";
import { reactive, shallowRef, toRaw, watch } from "vue";
import type { FormOut } from "../api/types";
import { formBody, FORM_SCHEMA, type FormBody, type FormDraft } from "../rules/formDraft";
import { call } from "./call";
import type { PersonDb } from "./db";
import { bundle, db } from "./home";
import { post } from "./outbox";
import { today } from "./session";
import { syncNow } from "./sync";

/** The one on the screen. */
export const draft = shallowRef<FormDraft | null>(null);

/** All that are begun, oldest first. */
export const drafts = shallowRef<FormDraft[]>([]);

/** What kept the last change from being written down (a full phone); empty when all is safe. */
export const unsavedForm = shallowRef("");

let saving = Promise.resolve();
let dirty = false;
let stop = () => {};
let following: Subscription | undefined;

/** Takes up what was begun, and opens the form that was on the screen when the app was last seen. */
export async function resumeForms(): Promise<void> {
  following?.unsubscribe();
  const kept = db();
  drafts.value = await kept.drafts.toArray();
  following = liveQuery(() => kept.drafts.toArray()).subscribe((found) => (drafts.value = found));
  stop();
  draft.value = null;
  const open = drafts.value.find((one) => one.open);
  if (open) hold(open);
}

export interface About {
  customer?: number;
  person?: number;
}

/** Begins a form; one of the same form about the same that is begun already is gone on with. Returns its id. */
export async function begin(form: FormOut, { customer, person }: About = {}): Promise<string> {
  const same = (one: FormDraft) =>
    one.form.key === form.key && one.customer === (customer ?? null) && one.person === (person ?? null);
  const begun = drafts.value.find(same);
  if (begun) return begun.id;
  const fresh: FormDraft = {
    id: v7(),
    form: JSON.parse(JSON.stringify(toRaw(form))) as FormOut,
    customer: customer ?? null,
    person: person ?? null,
    visit: customer !== undefined && call.value?.customer === customer ? call.value.id : null,
    subject: nameOf({ customer, person }),
    answers: {},
    begun_at: new Date().toISOString(),
    open: false,
  };
  await db().drafts.put(fresh);
  return fresh.id;
}

function nameOf({ customer, person }: { customer?: number | undefined; person?: number | undefined }): string {
  if (customer !== undefined) return bundle.value.customers.get(customer)?.name ?? "";
  return bundle.value.colleagues.find(({ id }) => id === person)?.name ?? "";
}

/** A refused form as a draft again, under a new id. False where its version is no longer on this phone. */
export async function rewriteForm(body: FormBody): Promise<string | null> {
  const form = bundle.value.forms.find(({ version }) => version === body.version);
  if (!form) return null;
  const about = {
    ...(body.customer === null ? {} : { customer: body.customer }),
    ...(body.person === null ? {} : { person: body.person }),
  };
  const id = await begin(form, about);
  await db().drafts.update(id, { answers: body.answers, visit: body.visit });
  return id;
}

/** Puts a begun form on the screen; false where there is none of that id. */
export async function open(id: string): Promise<boolean> {
  if (draft.value?.id === id) return true;
  const kept = await db().drafts.get(id);
  if (kept) hold({ ...kept, open: true });
  return kept !== undefined;
}

/** Lays the form aside; what was answered stays. */
export async function putAside(): Promise<void> {
  const held = draft.value;
  if (!held) return;
  stop();
  draft.value = null;
  await saving;
  await db().drafts.update(held.id, { open: false });
}

function hold(kept: FormDraft): void {
  stop();
  const held = reactive(kept);
  draft.value = held;
  save(held);
  stop = watch(held, () => save(held), { deep: true, flush: "sync" });
}

/** Writes the draft as it stands when its turn comes, so that many changes at once are one write. */
function save(held: FormDraft): void {
  if (dirty) return;
  dirty = true;
  const kept = db();
  saving = saving.then(async () => {
    dirty = false;
    await kept.drafts.put(JSON.parse(JSON.stringify(toRaw(held))) as FormDraft).then(
      () => (unsavedForm.value = ""),
      (error: unknown) => (unsavedForm.value = String(error)),
    );
  });
}

/** Puts the finished form into the outbox with its photos: whole or not at all; raises what kept it from that. */
export async function send(language: "zh" | "en"): Promise<void> {
  const held = draft.value;
  if (!held) return;
  stop();
  await saving;
  const title = held.form.definition.title;
  const label = [(language === "en" && title.en) || title.zh, held.subject].filter(Boolean).join(" · ");
  try {
    await store(db(), held.id, label, formBody(toRaw(held), new Date().toISOString()));
  } catch (error) {
    hold(toRaw(held));
    throw error;
  }
  draft.value = null;
  void syncNow({ pull: false });
}

async function store(kept: PersonDb, id: string, label: string, body: FormBody): Promise<void> {
  await kept.transaction("rw", kept.documents, kept.photos, kept.drafts, async () => {
    await post(kept, { id, kind: "form", schema_version: FORM_SCHEMA, day: today(), label, body });
    await kept.photos.where({ call: id, state: "held" }).modify({ state: "waiting" });
    await kept.drafts.delete(id);
  });
}

/** Gives a begun form up, with its photos. */
export async function discardDraft(id: string): Promise<void> {
  if (draft.value?.id === id) {
    stop();
    draft.value = null;
    await saving;
  }
  const kept = db();
  await kept.transaction("rw", kept.photos, kept.drafts, async () => {
    await kept.photos.where({ call: id, state: "held" }).delete();
    await kept.drafts.delete(id);
  });
}
