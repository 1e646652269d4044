/** Leave of the logged-in person: his own, and a new ask into the outbox. */
import { computed } from "vue";
import type { LeaveAsked, LeaveAway } from "../api/types";
import { date } from "../format";
import { t } from "../i18n";
import { leaveRows, teamAsks, teamAway, type LeaveAsk, type LeaveRow } from "../rules/leaves";
import { bundle, db, documents } from "./home";
import { discard, post } from "./outbox";
import { today } from "./session";

export const leaves = computed(() => leaveRows(bundle.value.leaves, documents.value));

export const asks = computed(() => teamAsks(bundle.value.team_leave.asked, documents.value));

export const teamsAway = computed(() => teamAway(bundle.value.team_leave.away, documents.value));

export const kindName = (kind: string) => bundle.value.leave_kinds.find((one) => one.key === kind)?.name ?? kind;

export const leaveState = (state: string) =>
  ({
    given_back: t("被退回"),
    unsent: t("待发送"),
    withdrawing: t("撤回待发送"),
    asked: t("待批"),
    granted: t("已准假"),
    refused: t("未准假"),
    withdrawn: t("已撤回"),
    taken_back: t("已销假"),
  })[state] ?? state;

/** `12月1日 – 12月3日`, or the one day. */
export const span = ({ first, last }: Pick<LeaveAsk, "first" | "last">) =>
  first === last ? date(first) : `${date(first)} – ${date(last)}`;

/** Writes the ask, in place of a refused one; it is sent when there is a signal. */
export async function askFor(ask: LeaveAsk, instead: LeaveRow | null): Promise<void> {
  const body = { ...ask, reason: ask.reason.trim() };
  const label = `${kindName(ask.kind)} ${span(ask)}`;
  await post(db(), { kind: "leave_ask", schema_version: 1, day: today(), label, body });
  if (instead?.document) await discard(db(), instead.document.id);
}

/** Withdraws what nobody has answered; sent after the ask, also where that has not left the phone yet. */
export async function withdraw({ kind, first, last }: LeaveRow): Promise<void> {
  const label = t("撤回：{what}", { what: `${kindName(kind)} ${span({ first, last })}` });
  await post(db(), { kind: "leave_withdraw", schema_version: 1, day: today(), label, body: { first, last } });
}

/** Says yes or no to one of my people. */
export async function answerAsk(ask: LeaveAsked, grant: boolean, words: string): Promise<void> {
  const what = `${ask.person} ${span(ask)}`;
  const label = grant ? t("准假：{what}", { what }) : t("未准假：{what}", { what });
  const body = { ask: ask.id, grant, words: words.trim() };
  await post(db(), { kind: "leave_answer", schema_version: 1, day: today(), label, body });
}

/** Ends somebody's leave from today, or cancels one that has not begun. */
export async function endLeave(leave: LeaveAway): Promise<void> {
  const label = t("销假：{what}", { what: `${leave.person} ${span(leave)}` });
  await post(db(), { kind: "leave_take_back", schema_version: 1, day: today(), label, body: { leave: leave.id } });
}
