/** Leave of the logged-in person: his own, and a new ask into the outbox. */
import { computed } from "vue";
import { date } from "../format";
import { t } from "../i18n";
import { leaveRows, type LeaveAsk, type LeaveRow } from "../rules/leaves";
import { bundle, db, documents } from "./home";
import { discard, post } from "./outbox";
import { today } from "./session";

export const leaves = computed(() => leaveRows(bundle.value.leaves, documents.value));

export const kindName = (kind: string) => bundle.value.leave_kinds.find((one) => one.key === kind)?.name ?? kind;

export const leaveState = (state: string) =>
  ({
    given_back: t("被退回"),
    unsent: t("待发送"),
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
