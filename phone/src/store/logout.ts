/** Leaving the phone to the next person. */
import { forget } from "./bundle";
import { db, leave, wipe } from "./home";
import { end } from "./session";

/** What has not been sent stays, for this person's next log-in, and nothing else of his. */
export async function logOut(): Promise<void> {
  const left = db();
  const unsent = await left.documents.where("state").notEqual("sent").count();
  const photos = (await left.photos.count()) + (await left.drafts.count());
  if (unsent + photos === 0) return wipe();
  await forget(left);
  leave();
  end();
}
