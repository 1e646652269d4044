/** Straight lines on the sphere, WGS-84. */

export interface Point {
  lng: number;
  lat: number;
}

const EARTH_METRES = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine). */
export function metres(from: Point, to: Point): number {
  const dLat = radians(to.lat - from.lat);
  const dLng = radians(to.lng - from.lng);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(h));
}

/** Null where either place is unknown. */
export function metresTo(from: Point | null, to: { lng: number | null; lat: number | null }): number | null {
  return from && to.lng !== null && to.lat !== null ? metres(from, { lng: to.lng, lat: to.lat }) : null;
}
