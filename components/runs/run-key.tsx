import { colours, dashes } from "./curve-plot";

/** A run as charts tell it from others: its place among those compared gives its colour and its dashes. */
export type KeyedRun = { name: string; place: number };

/** What each line of the charts beside it stands for. */
export function RunKey({ runs }: { runs: readonly KeyedRun[] }) {
  return (
    <ul className="row flex-wrap mt-4">
      {runs.map(({ name, place }) => (
        <li key={place} className="key s12" style={{ color: colours[place % 10] }}>
          <svg width="18" height="8" aria-hidden="true">
            <path d="M0 4h18" stroke="currentColor" strokeWidth="2" strokeDasharray={dashes[place % 4]} />
          </svg>
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
