import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CALL = /\bt\(\s*(["'])((?:(?!\1).)*)\1/g;

/** The message ids that the app asks for: every first argument of `t(…)` below a folder, sorted. */
export function messageIds(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = files.filter((name) => /\.(ts|vue)$/.test(name) && !/\.(test|d)\.ts$/.test(name));
  const found = sources.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(CALL)]);
  return [...new Set(found.map((match) => match[2] as string))].sort();
}
