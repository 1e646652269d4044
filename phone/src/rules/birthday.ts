/** How near a birthday is, so that a rep who calls there can say so. */
import { daysBetween } from "./days";

const NEAR = 14;

/** Days until the next birthday, 0 on the day itself; null when that is more than a fortnight off, or none is known. */
export function birthdayIn(birthday: string | null, today: string): number | null {
  if (!birthday) return null;
  const year = Number(today.slice(0, 4));
  const next = [year, year + 1].map((each) => inYear(birthday, each)).find((day) => day >= today) ?? "";
  const days = daysBetween(today, next);
  return days <= NEAR ? days : null;
}

/** Who was born on 29 February has it on 1 March in other years. */
function inYear(birthday: string, year: number): string {
  const [month, day] = birthday.split("-").slice(1).map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
