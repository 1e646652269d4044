/** What the person was told. It comes with each pull; marking read needs a signal. */
import type { Notices } from "../api/types";
import { server } from "../api/client";
import type { PersonDb } from "./db";
import { db, reload } from "./home";
import { me } from "./session";

/** Keeps them beside the parts of the bundle, without a hash: they are asked for anew each time. */
export async function keepNotices(opened: PersonDb, notices: Notices): Promise<void> {
  await opened.parts.put({ name: "notices", hash: "", value: notices });
}

/** Marks those read, or all without any; raises `Unreachable` or `Problem`. */
export async function readNotices(ids: number[] = []): Promise<void> {
  const opened = db();
  await keepNotices(opened, await server(me().token).readNotices(ids));
  if (opened === db()) await reload();
}

const SCREENS: Record<string, string> = {
  dayplan: "/me/plan",
  report: "/me/report",
  approval: "/me/approvals",
  leave: "/me/leave",
};

/** The screen that a notice is about; empty where the phone has none. A request for leave is for who answers it. */
export const screenOf = (kind: string): string =>
  kind === "leave.asked" ? "/me/approvals" : (SCREENS[kind.split(".")[0] ?? ""] ?? "");
