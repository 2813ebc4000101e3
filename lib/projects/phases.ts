import { counted } from "@/lib/format";

/** What is known of a project when its progress is judged. */
export type PhaseFacts = {
  objective: string;
  counts: { datasets: number; notebooks: number; experiments: number; models: number };
  /** The newest version that a recipe or a notebook made. */
  prepared: { name: string; number: number } | null;
  runs: number;
  /** Model versions in Production, some of them. */
  production: { name: string; number: number }[];
};

/** A phase of the method: how far the project is in it, and where to go on. */
export type Phase = {
  title: string;
  note: string;
  state: "done" | "now" | "todo";
  go: { label: string; path: string } | null;
};

/**
 * The phases of the method that this product covers, judged by what is really there;
 * the first that is not done is "now".
 */
export function phasesOf({ objective, counts, prepared, runs, production }: PhaseFacts): Phase[] {
  const judged = [
    {
      title: "Problem",
      done: objective !== "",
      note: objective ? "Objective written" : "Say what this is for",
      go: null,
    },
    {
      title: "Data",
      done: counts.datasets > 0,
      note: counts.datasets > 0 ? counted(counts.datasets, "dataset") : "No data yet",
      go: { label: "Add", path: "/data" },
    },
    {
      title: "Data analysis",
      done: counts.notebooks > 0,
      note: counts.notebooks > 0 ? counted(counts.notebooks, "notebook") : "Explore in a notebook",
      go: { label: "Explore", path: "/notebooks" },
    },
    {
      title: "Cleaning",
      done: prepared !== null,
      note: prepared ? `${prepared.name} v${prepared.number}` : "Nothing prepared yet",
      go: { label: "Prepare", path: "/data" },
    },
    {
      title: "Experiments",
      done: runs > 0,
      note: runs > 0 ? counted(runs, "run") : "Nothing trained yet",
      go: { label: "Train", path: "/train" },
    },
    {
      title: "Selection and registry",
      done: production.length > 0,
      note: production[0]
        ? `${productionWords(production)} in Production`
        : counts.models > 0
          ? `${counted(counts.models, "model")}, none in Production`
          : "No model registered",
      go: { label: "Open", path: counts.models > 0 ? "/models" : "/experiments" },
    },
  ];
  const first = judged.findIndex(({ done }) => !done);
  return judged.map(({ done, ...phase }, i) => ({
    ...phase,
    state: done ? "done" : i === first ? "now" : "todo",
    go: done ? null : phase.go,
  }));
}

function productionWords(production: PhaseFacts["production"]): string {
  const named = production.slice(0, 3).map(({ name, number }) => `${name} v${number}`);
  return [...named, ...(production.length > 3 ? ["others"] : [])].join(", ");
}
