import type { Plugin } from "vite";

// a further source of a font that lies on somebody else's machine, behind the one that the sheet itself carries
const ELSEWHERE = /,\s*url\((["']?)(?:https?:)?\/\/[^)]+\)\s*format\([^)]+\)/g;

/** Fonts come with the app alone: a shop may have no signal, and nobody else need know who opens it. */
export function ownFonts(): Plugin {
  return {
    name: "own-fonts",
    enforce: "pre",
    transform(source, id) {
      if (!/\.css(\?|$)/.test(id)) return null;
      return { code: source.replace(ELSEWHERE, ""), map: null };
    },
  };
}
