/** Photos: made small, named by their SHA-256, sent on their own; a visit never waits for one. */
import { Problem } from "../api/client";
import type { PersonDb, Photo } from "./db";

const LONGEST_SIDE = 1600; // px
const JPEG_QUALITY = 0.8;

/** Shrinks a picture to JPEG and keeps it for a call; returns its SHA-256 in hex. */
export async function keepPhoto(db: PersonDb, call: string, file: Blob): Promise<string> {
  return keep(db, call, await shrink(file), "image/jpeg");
}

/** Keeps a signature as it was drawn. */
export async function keepSignature(db: PersonDb, form: string, png: Blob): Promise<string> {
  return keep(db, form, png, "image/png");
}

async function keep(db: PersonDb, call: string, picture: Blob, type: NonNullable<Photo["type"]>): Promise<string> {
  const bytes = await picture.arrayBuffer();
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  await db.photos.put({ sha256, call, bytes, type, state: "held", reason: "" });
  return sha256;
}

async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no JPEG"))), "image/jpeg", JPEG_QUALITY),
  );
}

const hex = (digest: ArrayBuffer) =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");

export type PutPhoto = (sha256: string, bytes: ArrayBuffer, type: string) => Promise<void>;

/** Sends the photos of closed calls. Raises what `put` raises, save a refusal of the photo itself. */
export async function deliverPhotos(db: PersonDb, put: PutPhoto): Promise<void> {
  for (const sha256 of await db.photos.where({ state: "waiting" }).primaryKeys()) {
    const photo = await db.photos.get(sha256);
    if (!photo) continue;
    try {
      await put(sha256, photo.bytes, photo.type ?? "image/jpeg");
      await db.photos.delete(sha256);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 401) throw error;
      await db.photos.update(sha256, { state: "refused", reason: error.message });
    }
  }
}
