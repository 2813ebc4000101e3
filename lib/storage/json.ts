import type { Storage } from "./storage";

/** A JSON document that the product itself has stored. */
export async function readJson<Value>(storage: Storage, sha256: string): Promise<Value> {
  return JSON.parse(new TextDecoder().decode(await storage.read(sha256))) as Value;
}
