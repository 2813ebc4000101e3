/** Forms in which something was written, and those of them that are on their way to the server. */
const [written, sent] = [new Set<HTMLFormElement>(), new Set<HTMLFormElement>()];
let ask: ((go: () => void) => void) | null = null;

/** Whether a form on the page holds what nobody has saved. */
function hasUnsaved(): boolean {
  for (const form of written) if (!form.isConnected) written.delete(form);
  return written.size > 0;
}

/** What was sent has been kept: its form is no reason to stay any more. */
export function noteSaved(): void {
  for (const form of sent) written.delete(form);
  sent.clear();
}

/** Leaves the page, after asking where something would be lost. */
export function leave(go: () => void): void {
  if (ask && hasUnsaved()) ask(go);
  else go();
}

/**
 * Watches every form of the page but those that only look for something (`data-passing`), and asks before a
 * link, the browser's way back, or the end of the tab takes away what was written. The answer ends that.
 */
export function watchForms(askBeforeLeaving: (go: () => void) => void): () => void {
  ask = askBeforeLeaving;
  const stop = new AbortController();
  const on = <Kind extends keyof DocumentEventMap>(
    kind: Kind,
    hear: (event: DocumentEventMap[Kind]) => void,
  ) => document.addEventListener(kind, hear, { capture: true, signal: stop.signal });
  const formOf = ({ target }: Event) => (target instanceof Element ? target.closest("form") : null);
  on("input", (event) => {
    const form = formOf(event);
    if (form && !form.matches("[data-passing], [role=search], :has([role=search])")) written.add(form);
  });
  on("submit", (event) => void (formOf(event) && sent.add(formOf(event)!)));
  on("reset", (event) => void (formOf(event) && written.delete(formOf(event)!)));
  on("click", (event) => {
    const link = linkOf(event);
    if (!link || !hasUnsaved()) return;
    event.preventDefault();
    event.stopPropagation();
    askBeforeLeaving(() => (written.clear(), link.click()));
  });
  addEventListener("beforeunload", (event) => hasUnsaved() && event.preventDefault(), {
    signal: stop.signal,
  });
  watchWayBack(askBeforeLeaving, stop.signal);
  return () => {
    stop.abort();
    ask = null;
  };
}

/** The link that a click would follow away from this page, in this tab. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!isPlain || !link?.href || link.target === "_blank" || link.hasAttribute("download")) return null;
  return link.href.split("#")[0] === location.href.split("#")[0] ? null : link;
}

type Navigation = EventTarget & { traverseTo(key: string): unknown };
type Traversal = Event & { navigationType: string; destination: { key: string; sameDocument: boolean } };

// Next.js has left by the time that `popstate` tells of it: only the Navigation API can be asked to stay.
function watchWayBack(askBeforeLeaving: (go: () => void) => void, signal: AbortSignal): void {
  const { navigation } = globalThis as { navigation?: Navigation };
  navigation?.addEventListener(
    "navigate",
    (event) => {
      const { navigationType, cancelable, destination } = event as Traversal;
      if (navigationType !== "traverse" || !cancelable || !destination.sameDocument || !hasUnsaved()) return;
      event.preventDefault();
      askBeforeLeaving(() => (written.clear(), void navigation.traverseTo(destination.key)));
    },
    { signal },
  );
}
