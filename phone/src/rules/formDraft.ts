/** A form that is being filled in: what it asks, whom it is about, and what was answered so far. */
import type { FormOut } from "../api/types";
import { clean, type Answers } from "./forms";

export const FORM_SCHEMA = 1;

/** `form` is kept with the draft: a version that changes meanwhile does not change what was begun. */
export interface FormDraft {
  id: string;
  form: FormOut;
  customer: number | null;
  person: number | null;
  visit: string | null;
  subject: string; // what the person reads
  answers: Answers;
  begun_at: string;
  open: boolean; // on the screen when the app was last seen
}

/** The body of a form document, as the server's `FormBody` takes it. */
export interface FormBody {
  version: number;
  answers: Answers;
  finished_at: string;
  customer: number | null;
  person: number | null;
  visit: string | null;
}

export const formBody = (draft: FormDraft, at: string): FormBody => ({
  version: draft.form.version,
  answers: clean(draft.form.definition, draft.answers),
  finished_at: at,
  customer: draft.customer,
  person: draft.person,
  visit: draft.visit,
});

const USES = ["check", "survey", "report", "assessment", "record"];

/** Those about customers that are for a customer of that channel; his channel's own first, then checks, surveys … */
export const formsFor = (forms: readonly FormOut[], channel: number | null): FormOut[] =>
  forms
    .filter((form) => form.subject === "customer" && (form.everywhere || suits(form, channel)))
    .sort((one, other) => rank(one) - rank(other));

const suits = (form: FormOut, channel: number | null) => channel !== null && form.channels.includes(channel);

const rank = (form: FormOut) => USES.indexOf(form.used_for) + (form.everywhere ? 0.5 : 0);
