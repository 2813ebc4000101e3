import type { TableView } from "./table-view";

/** A filter is looked for when its reader has stopped typing for so long, in milliseconds. */
const typingMilliseconds = 150;
const hint =
  "Text that it contains; > 5, 1..5, = 5; 2026-01, > 2026-01-31; is missing, not missing; in quotes: as text";

type Parts = {
  view: TableView;
  isNumeric: ReadonlyMap<string, boolean>;
  /** Hears when the head became higher or lower. */
  changed: () => void;
};

/** The heads of a table's columns: each sorts, says what it holds, and takes a filter when asked to. */
export function tableHead(section: HTMLTableSectionElement, { view, isNumeric, changed }: Parts) {
  const row = section.insertRow();
  const summaries = new Map<string, HTMLElement>();
  const heads = new Map<string, HTMLTableCellElement>();
  let isFiltering = false;

  function headOf(name: string): HTMLTableCellElement {
    const cell = document.createElement("th");
    cell.scope = "col";
    if (isNumeric.get(name)) cell.className = "r";
    const button = cell.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = name === "" ? "(no name)" : name;
    if (name.length > 30) button.title = name;
    button.addEventListener("click", (event) => {
      if (!event.isTrusted) return;
      view.sortBy(name);
      for (const [other, head] of heads) markSort(head, other);
    });
    markSort(cell, name);
    const summary = summaries.get(name);
    if (summary) cell.append(summary);
    if (isFiltering) cell.append(filterOf(name));
    return cell;
  }

  function markSort(cell: HTMLTableCellElement, name: string): void {
    const sort = view.sort();
    const isOwn = sort?.name === name;
    cell.ariaSort = isOwn ? (sort.isDescending ? "descending" : "ascending") : null;
    const label = name === "" ? "(no name)" : name;
    cell.firstChild!.textContent = isOwn ? `${label} ${sort.isDescending ? "↓" : "↑"}` : label;
  }

  function filterOf(name: string): HTMLInputElement {
    const input = document.createElement("input");
    input.className = "col-filter";
    input.value = view.filterOf(name);
    input.placeholder = isNumeric.get(name) ? "> 0" : "contains";
    input.title = hint;
    input.ariaLabel = `Filter ${name}`;
    input.spellcheck = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const set = () => view.filterOf(name) !== input.value && view.setFilter(name, input.value);
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(set, typingMilliseconds);
    });
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") input.value = "";
      if (key === "Escape" || key === "Enter") (clearTimeout(timer), set());
    });
    return input;
  }

  function draw(names: readonly string[]): void {
    heads.clear();
    for (const name of names) heads.set(name, headOf(name));
    row.replaceChildren(...heads.values());
  }

  return {
    draw,
    /** Shows below a column's name what it holds. */
    sum(name: string, summary: HTMLElement): void {
      summaries.set(name, summary);
      heads.get(name)?.children[0]?.after(summary);
      changed();
    },
    /** Opens the fields of filters, or closes them and shows all rows again. */
    filter(isOpen: boolean): void {
      isFiltering = isOpen;
      if (!isOpen) view.clearFilters();
      draw([...heads.keys()]);
      changed();
      if (isOpen) row.querySelector<HTMLInputElement>(".col-filter")?.focus();
    },
  };
}
