import { expect, test } from "vitest";
import type { LeaveAsked, LeaveOut } from "../api/types";
import { blank, faultOf, leaveRows, lengthOf, teamAsks } from "./leaves";
import type { Outgoing } from "./outbox";

const ask = (first: string, last: string, reason = "回老家") => ({ kind: "annual", first, last, reason });
const known = (first: string, state: string) =>
  ({ ...ask(first, first), state, asked_at: null, by: "", words: "" }) as LeaveOut;
const outgoing = (first: string, state: Outgoing["state"], kind: Outgoing["kind"] = "leave_ask") =>
  ({
    id: first,
    kind,
    state,
    reason: state === "refused" ? "已申请过" : "",
    body: ask(first, first),
  }) as unknown as Outgoing;

test("what is in the outbox stands beside what the server knows, what was given back first", () => {
  const rows = leaveRows(
    [known("2026-12-01", "granted"), known("2026-11-02", "refused")],
    [outgoing("2026-11-30", "waiting"), outgoing("2026-11-10", "refused"), outgoing("2026-12-09", "sent")],
  );
  expect(rows.map((row) => [row.first, row.state])).toEqual([
    ["2026-11-10", "given_back"],
    ["2026-12-01", "granted"],
    ["2026-11-30", "unsent"],
    ["2026-11-02", "refused"],
  ]);
  expect(rows[0]?.words).toBe("已申请过");
  expect(leaveRows([], [outgoing("2026-11-30", "waiting", "form")])).toEqual([]);
});

test("days that run backwards, lie on others or come without a reason are caught here", () => {
  const rows = leaveRows([known("2026-12-01", "granted"), known("2026-12-05", "refused")], []);
  expect(faultOf(ask("2026-12-03", "2026-12-02"), rows)).toBe("backwards");
  expect(faultOf(ask("", "2026-12-02"), rows)).toBe("backwards");
  expect(faultOf(ask("2026-11-30", "2026-12-02"), rows)).toBe("taken");
  expect(faultOf(ask("2026-12-05", "2026-12-05", " "), rows)).toBe("reason");
  expect(faultOf(ask("2026-12-05", "2026-12-05"), rows)).toBe("none");
});

test("an empty ask is for the first free day from tomorrow, and both its days count", () => {
  expect(blank("2026-11-30", "annual", [])).toEqual({
    kind: "annual",
    first: "2026-12-01",
    last: "2026-12-01",
    reason: "",
  });
  const held = leaveRows(
    [known("2026-12-02", "granted"), known("2026-12-01", "asked"), known("2026-12-03", "refused")],
    [],
  );
  expect(blank("2026-11-30", "annual", held).first).toBe("2026-12-03");
  expect(lengthOf(ask("2026-11-30", "2026-12-02"))).toBe(3);
});

const withdrawal = (id: string, first: string, state: Outgoing["state"]) =>
  ({ id, kind: "leave_withdraw", state, reason: "已经准假了", body: { first, last: first } }) as unknown as Outgoing;

test("a withdrawal that waits frees the days of what it was written after", () => {
  const state = (rows: ReturnType<typeof leaveRows>) => rows.map((row) => row.state);
  expect(state(leaveRows([known("2026-12-01", "asked")], [withdrawal("9", "2026-12-01", "waiting")]))).toEqual([
    "withdrawing",
  ]);
  const unsent = leaveRows([], [outgoing("2026-12-01", "waiting"), withdrawal("2026-12-02", "2026-12-01", "waiting")]);
  expect(state(unsent)).toEqual(["withdrawing"]);
  expect(faultOf(ask("2026-12-01", "2026-12-01"), unsent)).toBe("none");
  // asked for again after it was withdrawn
  expect(
    state(leaveRows([], [outgoing("2026-12-01", "waiting"), withdrawal("2026-11-01", "2026-12-01", "waiting")])),
  ).toEqual(["unsent"]);
});

test("a withdrawal that came too late says so, and the leave stays as the server tells it", () => {
  const [row] = leaveRows([known("2026-12-01", "granted")], [withdrawal("9", "2026-12-01", "refused")]);
  expect([row?.state, row?.trouble]).toEqual(["granted", "已经准假了"]);
});

test("what my people ask for waits until it is answered here, and again when the answer was given back", () => {
  const asked = [{ id: 1 }, { id: 2 }, { id: 3 }] as LeaveAsked[];
  const answer = (id: string, of: number, state: Outgoing["state"]) =>
    ({ id, kind: "leave_answer", state, body: { ask: of } }) as unknown as Outgoing;
  const rows = teamAsks(asked, [answer("a", 1, "waiting"), answer("b", 2, "refused"), answer("c", 3, "refused"), answer("d", 3, "sent")]); // prettier-ignore
  expect(rows.waiting.map(({ ask: one }) => one.id)).toEqual([2]);
  expect(rows.answered.map(({ ask: one }) => one.id)).toEqual([1, 3]);
});
