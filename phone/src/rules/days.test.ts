import { expect, test } from "vitest";
import { addDays, businessDay, dateLabel, dayLabel, daysBetween, elapsedLabel, timeLabel } from "./days";

test("the business day is the company's, not the phone's", () => {
  const late = Date.parse("2026-11-22T17:30:00Z");
  expect(businessDay(late, "Asia/Shanghai")).toBe("2026-11-23");
  expect(businessDay(late, "America/New_York")).toBe("2026-11-22");
});

test("days are counted over month ends", () => {
  expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  expect(daysBetween("2026-11-16", "2026-11-23")).toBe(7);
});

test("a day is said in the person's language, with its mark", () => {
  expect(dayLabel("2026-11-22")).toBe("11月22日 周日");
  expect(dayLabel("2026-11-22", "zh-CN", "班")).toBe("11月22日 周日 班");
  expect(dayLabel("2026-11-22", "en")).toBe("Sun 22 Nov");
});

test("a date of another year says so", () => {
  expect(dateLabel("2027-05-01")).toBe("5月1日");
  expect(dateLabel("2027-05-01", "zh-CN", true)).toBe("2027年5月1日");
  expect(dateLabel("2027-05-01", "en", true)).toBe("1 May 2027");
});

test("clock times and elapsed times", () => {
  expect(timeLabel("2026-11-22T01:05:00Z", "Asia/Shanghai")).toBe("9:05");
  expect(elapsedLabel(760_000)).toBe("12:40");
  expect(elapsedLabel(-5)).toBe("0:00");
});
