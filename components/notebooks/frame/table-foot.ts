import { integer } from "@/lib/format";
import { columnsAtOnce } from "./table-columns";
import type { TableView } from "./table-view";

type Parts = {
  view: TableView;
  columns: number;
  /** The first column that is shown, from 0. */
  from: () => number;
  show: (first: number) => void;
  filter: (isOpen: boolean) => void;
};

/** How large a table is and how much of it is shown, with the ways to its filter and its other columns. */
export function tableFoot({ view, columns, from, show, filter }: Parts) {
  const element = document.createElement("p");
  element.className = "out-foot";
  const size = element.appendChild(document.createElement("span"));
  size.role = "status";

  function tell(): void {
    const last = Math.min(columns, from() + columnsAtOnce);
    const which = columns > columnsAtOnce ? `, ${integer(from() + 1)}–${integer(last)} shown` : "";
    const rows = view.isFiltered()
      ? `${integer(view.shown())} of ${integer(view.count)}`
      : integer(view.count);
    const searching = view.isSearching() ? " · Filtering …" : "";
    size.textContent = `${rows} rows × ${integer(columns)} columns${which}${searching}`;
  }

  function button(label: string, onClick: (own: HTMLButtonElement) => void): void {
    const own = element.appendChild(document.createElement("button"));
    own.type = "button";
    own.className = "btn-link";
    own.textContent = label;
    own.addEventListener("click", () => onClick(own));
  }

  if (view.count > 1)
    button("Filter", (own) => {
      const isOpen = own.ariaPressed !== "true";
      own.ariaPressed = String(isOpen);
      filter(isOpen);
    });
  const go = (by: number) => () => {
    const to = from() + by;
    if (to >= 0 && to < columns) show(to);
  };
  if (columns > columnsAtOnce) {
    button("Columns before", go(-columnsAtOnce));
    button("Columns after", go(columnsAtOnce));
  }
  return { element, tell };
}
