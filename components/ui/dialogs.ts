type Name = "palette" | "keys";
const listeners = new Map<Name, Set<() => void>>();

/** Opens a dialog of the page by its name, from anywhere on it. */
export function openDialog(name: Name): void {
  listeners.get(name)?.forEach((listener) => listener());
}

/** Calls `open` whenever the dialog of this name is asked for; the answer ends that. */
export function onOpenDialog(name: Name, open: () => void): () => void {
  const own = listeners.get(name) ?? new Set();
  listeners.set(name, own.add(open));
  return () => void own.delete(open);
}
