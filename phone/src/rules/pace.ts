/** How a month stands against its time: green ahead, amber up to five points behind, red further. */
export type Colour = "ok" | "warn" | "bad";

const AMBER_POINTS = 5;

/** `points`: percentage points ahead of (or behind) the time gone. */
export function paceColour(points: number): Colour {
  if (points >= 0) return "ok";
  return points >= -AMBER_POINTS ? "warn" : "bad";
}

/** A metric against its standard: as far behind as `AMBER_POINTS` of a percentage is amber, else red. */
export function standingColour(value: number, standard: number, good: boolean): Colour {
  return good ? "ok" : paceColour(Math.min(-Number.EPSILON, value - standard));
}

/** `+2.1`, `−4.0`: the sign is said, since colour alone must not carry it. */
export function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(1)}`;
}
