import type { Fault } from "../../rules/forms";
import { t } from "../../i18n";

/** The sentence beside a question; the server says the same of what it gives back. */
export function said({ code, facts }: Fault): string {
  const words: Record<string, () => string> = {
    required: () => t("此项必填"),
    option: () => t("请从选项中选择"),
    number: () => t("请填数字"),
    min: () => t("不能小于 {min}", facts),
    max: () => t("不能大于 {max}", facts),
    decimals: () => t("最多 {decimals} 位小数", facts),
    rating: () => t("请打 1 到 {scale} 分", facts),
    long: () => t("最多 {most} 个字", facts),
    date: () => t("请填日期"),
    many: () => t("最多 {most} 项", facts),
    few: () => t("至少 {fewest} 项", facts),
    twice: () => t("有重复，请去掉一个"),
    unknown: () => t("表单里没有这一项；请同步后重填"),
  };
  return (words[code] ?? (() => t("内容无法识别，请重填")))();
}
