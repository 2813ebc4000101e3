/** Moves through a tree by keys as trees are moved through: arrows, Home, End, Enter and the space bar. */
export function treeKeys(root: HTMLElement): void {
  const items = () => [...root.querySelectorAll<HTMLElement>("[role=treeitem]")];
  const enter = (item: HTMLElement | undefined) => item?.focus();

  root.addEventListener("focusin", ({ target }) => {
    for (const item of root.querySelectorAll<HTMLElement>('[role=treeitem][tabindex="0"]'))
      item.tabIndex = -1;
    if (target instanceof HTMLElement && target.role === "treeitem") target.tabIndex = 0;
  });
  root.addEventListener("keydown", (event) => {
    const item = event.target;
    if (!(item instanceof HTMLElement) || item.role !== "treeitem") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = items();
    const at = all.indexOf(item);
    const acts: Record<string, () => void> = {
      ArrowDown: () => enter(all[at + 1]),
      ArrowUp: () => enter(all[at - 1]),
      Home: () => enter(all[0]),
      End: () => enter(all.at(-1)),
      Enter: () => item.click(),
      " ": () => item.click(),
      ArrowRight: () => (item.ariaExpanded === "false" ? item.click() : enter(all[at + 1])),
      ArrowLeft: () => (item.ariaExpanded === "true" ? item.click() : enter(above(all, at))),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** The item that holds another one. */
function above(all: readonly HTMLElement[], at: number): HTMLElement | undefined {
  const level = Number(all[at]!.ariaLevel);
  return all.slice(0, at).findLast((item) => Number(item.ariaLevel) < level);
}
