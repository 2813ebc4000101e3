import { configOf } from "@/lib/config";
import { folderStorage } from "./folder";
import type { Storage } from "./storage";

const shared = globalThis as { perihelionStorage?: Storage };

/**
 * The process's storage, where the environment says. Next and the server evaluate this file separately,
 * so it hangs on `globalThis`.
 */
export function openStorage(): Storage {
  return (shared.perihelionStorage ??= folderStorage(configOf(process.env).filesFolder));
}
