/** Words on the screen. Chinese is the message id; English comes from the gettext catalogue `phone.po`. */
import { ref } from "vue";
import english from "../../tonglu/locale/en/LC_MESSAGES/phone.po";

export type Language = "zh" | "en";
const KEY = "tonglu.language";

export const language = ref<Language>(localStorage.getItem(KEY) === "en" ? "en" : "zh");

/** The text in the person's language; `{name}` in it is replaced by `values.name`. */
export function t(zh: string, values: Record<string, string | number> = {}): string {
  const text = language.value === "en" ? (english[zh] ?? zh) : zh;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** For `Intl`, and for the server's `Accept-Language`. */
export const locale = () => (language.value === "en" ? "en" : "zh-CN");

export function speak(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEY, chosen);
}

/** At log-in the person's own language applies, unless this phone was set to another. */
export function speakAs(code: string): void {
  if (!localStorage.getItem(KEY)) language.value = code.startsWith("en") ? "en" : "zh";
}
