import path from "node:path";
import { configOf } from "@/lib/config";
import { folderStorage } from "./folder";
import type { Storage } from "./storage";

/** The storage that the environment asks for: a folder beside the database. */
export function openStorage(): Storage {
  return folderStorage(path.join(configOf(process.env).dataFolder, "blobs"));
}
