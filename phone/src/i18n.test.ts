import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { messages } from "../build/catalogue.ts";
import { messageIds } from "../build/messages.ts";
import { speak, t } from "./i18n";

const root = new URL("..", import.meta.url).pathname;
const english = messages(readFileSync(`${root}../tonglu/locale/en/LC_MESSAGES/phone.po`, "utf8"));

test("every word on the screen has its English, and no English is left over", () => {
  expect(Object.keys(english).sort()).toEqual(messageIds(`${root}src`));
});

test("a translation names the same values", () => {
  const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  const odd = Object.entries(english).filter(([zh, en]) => !names(en).every((name) => names(zh).includes(name)));
  expect(odd).toEqual([]);
});

test("values are put in, in either language", () => {
  expect(t("{n} 条待发送", { n: 2 })).toBe("2 条待发送");
  speak("en");
  expect(t("{n} 条待发送", { n: 2 })).toBe("2 to send");
  speak("zh");
});
