/** Business days are `YYYY-MM-DD` strings in the company's time zone; they sort and compare as they are. */

const DAY = 86_400_000;

/** The day of an instant (ms) in a time zone. */
export function businessDay(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** Whole days from one day to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** `11月22日 周日`; `Sun 22 Nov` in English. */
export function dayLabel(day: string, locale = "zh-CN", mark = ""): string {
  const at = new Date(day);
  const date = part(
    at,
    locale,
    locale === "en" ? { day: "numeric", month: "short" } : { month: "long", day: "numeric" },
  );
  const weekday = part(at, locale, { weekday: "short" });
  return `${locale === "en" ? `${weekday} ${date}` : `${date} ${weekday}`}${mark ? ` ${mark}` : ""}`;
}

/** `11月22日`, `22 Nov`; `2027年11月22日`, `22 Nov 2027` with the year. */
export function dateLabel(day: string, locale = "zh-CN", year = false): string {
  const date =
    locale === "en" ? ({ day: "numeric", month: "short" } as const) : ({ month: "long", day: "numeric" } as const);
  return part(new Date(day), locale, year ? { ...date, year: "numeric" } : date);
}

function part(at: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...options, timeZone: "UTC" }).format(at);
}

/** `9:05` on the company's clock. */
export function timeLabel(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "numeric", minute: "2-digit" }).format(new Date(instant));
}

/** Elapsed time as `12:40` (minutes:seconds). */
export function elapsedLabel(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
