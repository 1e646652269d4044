/** How values are written on the screen, in the person's language and the company's currency. */
import { language, locale, t } from "./i18n";
import { inFull, inShort, scaled } from "./rules/money";
import { signed } from "./rules/pace";
import { dateLabel, dayLabel, timeLabel } from "./rules/days";
import { bundle } from "./store/home";
import { session, today } from "./store/session";

export const NONE = "—";

const currency = () => session.value?.company.currency ?? "CNY";

/** Money from ten-thousandths: `¥1,234.50`. */
export const money = (units: number | null) => (units === null ? NONE : inFull(units, currency(), locale()));

/** Money for headlines: `¥12.6万`. */
export const headline = (units: number | null) => (units === null ? NONE : inShort(units, currency(), locale()));

/** A share as `63.2 %`. */
export const percent = (share: number | null) => (share === null ? NONE : `${(100 * share).toFixed(1)} %`);

/** A metric's value in its unit; percentages come as 0–100, money as decimal strings. */
export function figure(value: string | null, unit: string): string {
  if (value === null) return NONE;
  if (unit === "money") return headline(scaled(value));
  const number = Number(value);
  if (unit === "percent") return `${number.toFixed(1)} %`;
  if (unit === "points") return `${signed(number)} pp`;
  return unit === "minutes" ? t("{n} 分钟", { n: number.toFixed(1) }) : String(Math.round(number * 10) / 10);
}

/** `11月22日 周日`, with 班 or 休 where the day differs from its weekday. */
export const dayName = (day: string) => dayLabel(day, locale(), bundle.value.calendar[day]);

/** `11月` of `2026-11`. */
export function monthName(period: string): string {
  const name = { month: language.value === "en" ? "long" : "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), name).format(new Date(`${period}-01`));
}

export const date = (day: string) => dateLabel(day, locale());

/** The same with its year, where it is not this one. */
export const dateInYear = (day: string) =>
  day.slice(0, 4) === today().slice(0, 4) ? date(day) : dateLabel(day, locale(), true);

export const time = (instant: string) => timeLabel(instant, session.value?.company.time_zone ?? "Asia/Shanghai");

export function distance(metres: number | null): string {
  if (metres === null) return "";
  if (metres < 1000) return t("{n} 米", { n: Math.round(metres / 10) * 10 });
  return t("{n} 公里", { n: (metres / 1000).toFixed(metres < 10_000 ? 1 : 0) });
}

/** A class's name without the remark in brackets: `A类（每周拜访）` → `A类`. */
export const briefly = (name: string) => name.replace(/\s*[（(].*$/, "");

export const outcomeName = (outcome: string) =>
  ({ completed: t("完成"), shut: t("店铺未营业"), refused: t("客户拒访") })[outcome] ?? outcome;

export const planState = (state: string) =>
  ({ draft: t("未提交"), submitted: t("待签核"), signed: t("已签核"), returned: t("已退回") })[state] ?? state;
