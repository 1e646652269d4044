/** What the phone knows without a signal: the parts of the person's bundle and his customers' cards. */
import type {
  Approval,
  Choice,
  Colleague,
  Company,
  Customer,
  DayPlan,
  DayReport,
  FormOut,
  LeaveOut,
  MustStock,
  Notices,
  Performance,
  Person,
  Price,
  Pull,
  Sku,
  StepSet,
  TeamLeave,
} from "../api/types";
import type { PersonDb } from "./db";

/** Empty lists until the first pull; `generated_at` null then. */
export interface Bundle {
  generated_at: string | null;
  person: Person | null;
  company: Company | null;
  days: DayPlan[];
  calendar: Record<string, string>;
  skus: Sku[];
  prices: Price[];
  must_stock: MustStock[];
  step_sets: StepSet[];
  refusal_reasons: Choice[];
  no_order_reasons: Choice[];
  purposes: Choice[];
  performance: Performance | null;
  reports: DayReport[];
  approvals: Approval[];
  notices: Notices;
  forms: FormOut[];
  colleagues: Colleague[];
  leave_kinds: Choice[];
  leaves: LeaveOut[];
  team_leave: TeamLeave;
  customers: Map<number, Customer>;
}

export const EMPTY: Bundle = {
  generated_at: null,
  person: null,
  company: null,
  days: [],
  calendar: {},
  skus: [],
  prices: [],
  must_stock: [],
  step_sets: [],
  refusal_reasons: [],
  no_order_reasons: [],
  purposes: [],
  performance: null,
  reports: [],
  approvals: [],
  notices: { unread: 0, notices: [] },
  forms: [],
  colleagues: [],
  leave_kinds: [],
  leaves: [],
  team_leave: { asked: [], away: [] },
  customers: new Map(),
};

const PULLED_AT = "generated_at"; // kept among the parts, though the server sends no hash for it
const CARD = "customer/";

export async function load(db: PersonDb): Promise<Bundle> {
  const [parts, cards] = await Promise.all([db.parts.toArray(), db.cards.toArray()]);
  const held = Object.fromEntries(parts.filter((part) => part.value !== null).map((part) => [part.name, part.value]));
  return { ...EMPTY, ...held, customers: new Map(cards.map((card) => [card.id, card.customer])) };
}

/** The hashes of what is really here, so that a half-kept bundle heals at the next pull. */
export async function held(db: PersonDb): Promise<Record<string, string>> {
  const [parts, cards] = await Promise.all([db.parts.toArray(), db.cards.toArray()]);
  const named = parts.filter((part) => part.hash).map((part) => [part.name, part.hash]);
  return Object.fromEntries([...named, ...cards.map((card) => [`${CARD}${card.id}`, card.hash])]);
}

/** Takes in what changed, whole or not at all. A part whose hash is new and whose value is null has become null. */
export async function merge(db: PersonDb, pull: Pull): Promise<void> {
  const sent = pull as unknown as Record<string, unknown>;
  await db.transaction("rw", db.parts, db.cards, db.calls, async () => {
    const open = new Set((await db.calls.toArray()).map((call) => call.customer));
    const known = new Map((await db.parts.toArray()).map((part) => [part.name, part.hash]));
    const parts = Object.entries(pull.hashes)
      .filter(([name, hash]) => !name.startsWith(CARD) && known.get(name) !== hash)
      .map(([name, hash]) => ({ name, hash, value: sent[name] ?? null }));
    await db.parts.bulkPut([...parts, { name: PULLED_AT, hash: "", value: pull.generated_at }]);
    await db.cards.bulkDelete(pull.gone.filter((id) => !open.has(id))); // the open call needs its card to the end
    await db.cards.bulkPut(
      pull.customers.map((customer) => ({
        id: customer.id,
        hash: pull.hashes[`${CARD}${customer.id}`] ?? "",
        customer,
      })),
    );
  });
}

/** Forgets what the server can send again; what is only here (outbox, photos, the open call) stays. */
export async function forget(db: PersonDb): Promise<void> {
  await db.transaction("rw", db.parts, db.cards, async () => {
    await db.parts.clear();
    await db.cards.clear();
  });
}
