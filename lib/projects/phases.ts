import { counted } from "@/lib/format";

/** What is known of a project when its progress is judged. */
export type PhaseFacts = {
  objective: string;
  counts: { datasets: number; notebooks: number; experiments: number };
  datasets: { origin: string; number: number; name: string }[];
  runs: number;
  models: { name: string; versions: { stage: string; number: number }[] }[];
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
export function phasesOf({ objective, counts, datasets, runs, models }: PhaseFacts): Phase[] {
  const prepared = datasets.filter(({ origin }) => origin === "recipe" || origin === "notebook");
  const production = models.flatMap(({ name, versions }) =>
    versions.filter(({ stage }) => stage === "Production").map(({ number }) => `${name} v${number}`),
  );
  const judged = [
    {
      title: "Problem",
      done: objective !== "",
      note: objective ? "Objective written" : "Say what this is for",
      go: null,
    },
    {
      title: "Data",
      done: datasets.length > 0,
      note: datasets.length > 0 ? counted(datasets.length, "dataset") : "No data yet",
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
      done: prepared.length > 0,
      note: prepared[0] ? `${prepared[0].name} v${prepared[0].number}` : "Nothing prepared yet",
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
        ? `${production.join(", ")} in Production`
        : models.length > 0
          ? `${counted(models.length, "model")}, none in Production`
          : "No model registered",
      go: { label: "Open", path: models.length > 0 ? "/models" : "/experiments" },
    },
  ];
  const first = judged.findIndex(({ done }) => !done);
  return judged.map(({ done, ...phase }, i) => ({
    ...phase,
    state: done ? "done" : i === first ? "now" : "todo",
    go: done ? null : phase.go,
  }));
}
