/** When and what the phone says to the server. One run at a time, whatever asked for it, in all tabs together. */
import { reactive } from "vue";
import { Problem, server, Unreachable } from "../api/client";
import { backoff } from "../rules/outbox";
import { held, merge } from "./bundle";
import { fetchHints } from "./hints";
import { bundle, db, reload, wipe } from "./home";
import { deliver, prune } from "./outbox";
import { keepNotices } from "./notices";
import { deliverPhotos } from "./photos";
import { keep, session, setClock, today } from "./session";

const EVERY = 60_000;
const PULL_EVERY = 300_000;

/** `trouble`: what stood in the way of the last run; `revoked` once the office has shut this phone out. */
export const sync = reactive({
  running: false,
  offline: false,
  last: null as string | null,
  trouble: "",
  revoked: "",
});

let failures = 0;
let notBefore = 0;
let pulledAt = 0;
let again: { pull: boolean } | null = null;

/** Sends what waits, then pulls. `pull` false: pulls only if something was sent or the last pull is old. */
export async function syncNow({ pull = true } = {}): Promise<void> {
  if (!session.value || session.value.asks) return;
  if (sync.running) {
    // what was written meanwhile goes at once after this run, and what was asked for anew (in another language) comes
    again = { pull: pull || (again?.pull ?? false) };
    return;
  }
  sync.running = true;
  try {
    await alone(() => run(pull));
  } finally {
    sync.running = false;
  }
  if (again) {
    const next = again;
    again = null;
    await syncNow(next);
  }
}

/** As `syncNow`, but not while the server is being spared after failures. */
export function syncSoon(): void {
  if (Date.now() >= notBefore) void syncNow({ pull: false });
}

async function alone(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request("tonglu-sync", work);
}

async function run(pull: boolean): Promise<void> {
  const { token, person } = session.value ?? {};
  if (!token || !person) return;
  const opened = db(); // this person's, to the end of the run, whoever logs in meanwhile
  const api = server(token);
  try {
    const sent = await deliver(opened, async (documents) => {
      const { received_at, answers } = await api.send(documents);
      setClock(received_at);
      return answers;
    });
    if (pull || sent > 0 || Date.now() - pulledAt > PULL_EVERY) {
      await keepNotices(opened, await api.notices());
      await pullInto(opened, api.pull);
    }
    await prune(opened, today());
    await deliverPhotos(opened, api.putPhoto);
    if (opened === db()) await fetchHints(opened, bundle.value.forms, api.hint);
    well();
  } catch (error) {
    await ill(error);
  }
}

async function pullInto(opened: ReturnType<typeof db>, pull: ReturnType<typeof server>["pull"]): Promise<void> {
  const changes = await pull(await held(opened));
  setClock(changes.generated_at);
  await merge(opened, changes);
  pulledAt = Date.now();
  if (opened !== db()) return;
  await reload();
  if (session.value && (changes.person ?? changes.company)) {
    keep({
      ...session.value,
      person: changes.person ?? session.value.person,
      company: changes.company ?? session.value.company,
    });
  }
}

function well(): void {
  failures = 0;
  notBefore = 0;
  Object.assign(sync, { offline: false, trouble: "", last: new Date().toISOString() });
}

async function ill(error: unknown): Promise<void> {
  failures += 1;
  notBefore = Date.now() + backoff(failures, Math.random());
  sync.offline = error instanceof Unreachable;
  sync.trouble = error instanceof Error && !sync.offline ? error.message : "";
  if (error instanceof Problem && error.status === 401) await turnedAway(error);
  else if (!(error instanceof Problem) && !sync.offline) throw error;
}

async function turnedAway(problem: Problem): Promise<void> {
  if (problem.code === "revoked") {
    sync.revoked = problem.message;
    await wipe();
  } else if (session.value) {
    keep({ ...session.value, asks: true });
  }
}

/** Starts the regular attempts: when the network or the app comes back, and each minute. */
export function keepInSync(): void {
  window.addEventListener("online", () => void syncNow({ pull: false }));
  window.addEventListener("offline", () => (sync.offline = true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") syncSoon();
  });
  setInterval(syncSoon, EVERY);
  sync.offline = !navigator.onLine;
}
