/** Who is logged in on this phone, and what the server's clock says. */
import { computed, shallowRef } from "vue";
import type { Company, LoginOut, Person } from "../api/types";
import { businessDay } from "../rules/days";

/** `asks`: the server no longer takes the token; the password is asked for, the work goes on meanwhile. */
export interface Session {
  username: string;
  token: string;
  device: number;
  expires_at: string;
  person: Person;
  company: Company;
  asks: boolean;
}

const KEY = "tonglu.session";
const CLOCK = "tonglu.clock";

export const session = shallowRef<Session | null>(read());
let offset = Number(localStorage.getItem(CLOCK) ?? 0);
const ticked = shallowRef(0);

function read(): Session | null {
  const text = localStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Session) : null;
}

export function begin(username: string, answer: LoginOut): Session {
  const { token, device_id: device, expires_at, person, company } = answer;
  return keep({ username, token, device, expires_at, person, company, asks: false });
}

export function keep(changed: Session): Session {
  localStorage.setItem(KEY, JSON.stringify(changed));
  session.value = changed;
  return changed;
}

export function end(): void {
  localStorage.removeItem(KEY);
  session.value = null;
}

/** The person whose session this is; screens behind the log-in may rely on him. */
export function me(): Session {
  if (!session.value) throw new Error("no session");
  return session.value;
}

const LEADERS = new Set(["supervisor", "head", "area_manager", "director"]);

/** Whether he signs others' plans. */
export const leads = computed(() => LEADERS.has(session.value?.person.role ?? ""));

/** Learns from a server's time stamp how far this phone's clock is off. */
export function setClock(serverTime: string): void {
  offset = Date.parse(serverTime) - Date.now();
  localStorage.setItem(CLOCK, String(offset));
}

/** Lets what depends on `today()` notice that a day has passed. */
export function tick(): void {
  ticked.value += 1;
}

/** Today in the company's time zone, by the server's clock as last seen. Documents carry the phone's own clock. */
export function today(): string {
  void ticked.value;
  return businessDay(Date.now() + offset, session.value?.company.time_zone ?? "Asia/Shanghai");
}
