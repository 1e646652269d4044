/** Money comes as decimal strings; sums are made in whole ten-thousandths, as the server keeps them. */

const SCALE = 10_000;

/** `"38.5"` → 385000. */
export function scaled(amount: string): number {
  return Math.round(Number(amount) * SCALE);
}

/** 385000 → `"38.5000"`, for the wire. */
export function unscaled(units: number): string {
  return (units / SCALE).toFixed(4);
}

const currencyFormat = (locale: string, currency: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol", ...options });

/** `¥1,234.50`, for tables and totals; `units` in ten-thousandths. */
export function inFull(units: number, currency: string, locale = "zh-CN"): string {
  return currencyFormat(locale, currency, {}).format(units / SCALE);
}

/** `¥12.6万` (`¥126K` in English), for headlines; small amounts in whole currency units. */
export function inShort(units: number, currency: string, locale = "zh-CN"): string {
  const amount = units / SCALE;
  if (Math.abs(amount) < 10_000) return currencyFormat(locale, currency, { maximumFractionDigits: 0 }).format(amount);
  return currencyFormat(locale, currency, {
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  }).format(amount);
}
