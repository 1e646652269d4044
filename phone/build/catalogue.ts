import { po } from "gettext-parser";
import type { Plugin } from "vite";

/** Lets `import en from "….po"` yield a flat record: Chinese msgid → translation. Untranslated entries are left out. */
export function catalogue(): Plugin {
  return {
    name: "tonglu-catalogue",
    enforce: "pre",
    transform(source, id) {
      if (!id.endsWith(".po")) return null;
      return { code: `export default ${JSON.stringify(messages(source))}`, map: null };
    },
  };
}

/** msgid → msgstr of a gettext catalogue. */
export function messages(source: string): Record<string, string> {
  const entries = Object.values(po.parse(source).translations[""] ?? {});
  const pairs = entries.map((entry) => [entry.msgid, entry.msgstr[0] ?? ""] as const);
  return Object.fromEntries(pairs.filter(([id, text]) => id && text));
}
