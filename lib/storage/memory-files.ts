import { AppError } from "@/lib/errors";
import { requireName } from "./address";
import type { AppendOnlyFiles } from "./storage";

/** Files that grow, in this process's memory. */
export function memoryFiles(): AppendOnlyFiles {
  const files = new Map<string, Buffer>();
  const contentOf = (name: string) => files.get(requireName(name)) ?? Buffer.alloc(0);
  return {
    append: async (name, bytes, at) => {
      const before = contentOf(name);
      const start = at ?? before.length;
      if (start > before.length)
        throw new AppError("CONFLICT", `${name} has ${before.length} bytes; byte ${start} comes later.`);
      const there = Math.min(before.length - start, bytes.length);
      if (!before.subarray(start, start + there).equals(bytes.subarray(0, there)))
        throw new AppError("CONFLICT", `${name} holds other bytes at ${start}.`);
      files.set(name, Buffer.concat([before, bytes.subarray(there)]));
      return contentOf(name).length;
    },
    readFrom: async (name, offset, limit) => Buffer.from(contentOf(name).subarray(offset, offset + limit)),
    size: async (name) => contentOf(name).length,
    remove: async (name) => {
      requireName(name);
      for (const file of files.keys()) if (file === name || file.startsWith(`${name}/`)) files.delete(file);
    },
    list: async (folder, { after = "", limit }) => {
      const names = [...files.keys()].filter(
        (name) => name.startsWith(`${requireName(folder)}/`) && name > after,
      );
      const items = names
        .sort()
        .slice(0, limit)
        .map((name) => ({ name, bytes: contentOf(name).length }));
      return { items, next: names.length > limit ? items.at(-1)!.name : null };
    },
  };
}
