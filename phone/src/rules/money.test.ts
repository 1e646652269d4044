import { expect, test } from "vitest";
import { inFull, inShort, scaled, unscaled } from "./money";

test("sums are exact", () => {
  expect(unscaled(scaled("0.1") * 3)).toBe("0.3000");
  expect(unscaled(scaled("2.5333") * 15)).toBe("37.9995");
});

test("tables say it in full, headlines in 万", () => {
  expect(inFull(scaled("1234.5"), "CNY")).toBe("¥1,234.50");
  expect(inShort(scaled("8460.4"), "CNY")).toBe("¥8,460");
  expect(inShort(scaled("126000"), "CNY")).toBe("¥12.6万");
  expect(inShort(scaled("300000"), "CNY")).toBe("¥30万");
  expect(inShort(scaled("126000"), "USD", "en")).toBe("$126K");
});
