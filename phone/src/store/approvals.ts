/** Approvals of the logged-in person: what waits, and the answer that goes into the outbox. */
import { computed } from "vue";
import type { Approval } from "../api/types";
import { t } from "../i18n";
import { boxes } from "../rules/approvals";
import { bundle, db, documents } from "./home";
import { asks } from "./leaves";
import { post } from "./outbox";
import { today } from "./session";

export const approvals = computed(() => boxes(bundle.value.approvals, documents.value));

/** How many approvals and requests for leave wait for this person's word. */
export const toAnswer = computed(() => approvals.value.waiting.length + asks.value.waiting.length);

export type Verdict = "approve" | "refuse" | "return";

export const verdictName = (verdict: string): string =>
  ({ approve: t("同意"), refuse: t("不同意"), return: t("退回修改") })[verdict] ?? verdict;

export const resultName = (state: string): string =>
  ({
    open: t("审批中"),
    approved: t("已同意"),
    refused: t("未同意"),
    returned: t("已退回"),
    withdrawn: t("已撤回"),
  })[state] ?? state;

/** Writes the answer; it is sent when there is a signal. */
export async function say(approval: Approval, verdict: Verdict, words: string): Promise<void> {
  const label = t("{verdict}：{title}", { verdict: verdictName(verdict), title: approval.title });
  const body = { approval: approval.id, seat: approval.seat, verdict, words: words.trim() };
  await post(db(), { kind: "approval_answer", schema_version: 1, day: today(), label, body });
}
