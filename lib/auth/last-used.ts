import { faultOf } from "@/lib/http/fault";

/** Waits for a note that somebody reads, such as a token's last use. A full disk must not keep people from reading, so then nothing is noted. */
export async function notedIfThereIsRoom(note: Promise<unknown>): Promise<void> {
  try {
    await note;
  } catch (error) {
    if (faultOf(error)?.code !== "FULL") throw error;
  }
}
