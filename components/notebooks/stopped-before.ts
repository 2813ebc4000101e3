/** Where a tab remembers that a notebook's cells had to be ended: it opens without running then. */
const keyOf = (notebook: string) => `perihelion.stopped.${notebook}`;

/** Whether the cells of a notebook had to be ended in this tab; asked once, it is forgotten. */
export function wasStopped(notebook: string): boolean {
  try {
    const stopped = sessionStorage.getItem(keyOf(notebook)) !== null;
    sessionStorage.removeItem(keyOf(notebook));
    return stopped;
  } catch {
    return false; // a browser that keeps nothing
  }
}

/** Remembers that the cells of a notebook had to be ended, so that the next opening does not run them. */
export function rememberStopped(notebook: string): void {
  try {
    sessionStorage.setItem(keyOf(notebook), "1");
  } catch {
    // a browser that keeps nothing runs them again, and ends them again
  }
}
