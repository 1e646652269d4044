/** Where the phone is. Asked for at calls and at the person's word only; never followed. */
import { shallowRef } from "vue";
import type { Place } from "../rules/call";

const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };

/** The last place that was found; null before. */
export const here = shallowRef<Place | null>(null);

/** Null where there is no position to be had, or it is not allowed. */
export async function findPlace(): Promise<Place | null> {
  if (!("geolocation" in navigator)) return null;
  const found = await new Promise<GeolocationPosition | null>((resolve) =>
    navigator.geolocation.getCurrentPosition(resolve, () => resolve(null), OPTIONS),
  );
  if (!found) return null;
  const { longitude: lng, latitude: lat, accuracy } = found.coords;
  here.value = { lng, lat, accuracy };
  return here.value;
}

/** Finds the place only where the person has allowed it before: opening a list must not raise a question. */
export async function findPlaceIfAllowed(): Promise<void> {
  const permission = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (permission?.state === "granted") await findPlace();
}
