/** Quantities are whole base units (bottles); a pack (case) is a factor. */

export interface Packing {
  pack_size: number;
  pack_name: string;
  unit_name: string;
}

/** Exact for whole numbers, where a rounded quotient might not be. */
export function floorDiv(numerator: number, denominator: number): number {
  const rest = ((numerator % denominator) + denominator) % denominator;
  return (numerator - rest) / denominator;
}

export function ceilDiv(numerator: number, denominator: number): number {
  return floorDiv(numerator + denominator - 1, denominator);
}

/** The least multiple of `pack` that is not below `units`; none for nothing. */
export const up = (units: number, pack: number) => ceilDiv(Math.max(0, units), pack) * pack;

/** The greatest multiple of `pack` that is not above `units`; none for nothing. */
export const down = (units: number, pack: number) => floorDiv(Math.max(0, units), pack) * pack;

export function split(quantity: number, size: number): { packs: number; units: number } {
  return size > 1 ? { packs: floorDiv(quantity, size), units: quantity % size } : { packs: 0, units: quantity };
}

/** A quantity as people say it: `3箱4瓶`; `none` for zero. */
export function inPacks(quantity: number, of: Packing, none = "0"): string {
  if (quantity === 0) return none;
  if (quantity < 0) return `−${inPacks(-quantity, of)}`;
  const { packs, units } = split(quantity, of.pack_size);
  return (packs ? `${packs}${of.pack_name}` : "") + (units ? `${units}${of.unit_name}` : "");
}
