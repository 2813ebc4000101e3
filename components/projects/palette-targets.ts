import { openDialog } from "@/components/ui/dialogs";
import { pageCommands } from "@/components/ui/page-commands";
import type { SearchTarget } from "@/lib/projects/search";

/** A line of the palette: an address to go to, or something to do. */
export type Choice = { label: string; hint: string; act: string | (() => void) };

/** The pages of a project and the commands of the palette. */
export function commandsOf(slug: string): Choice[] {
  const root = `/projects/${slug}`;
  const places: [label: string, address: string][] = [
    ["Overview", root],
    ["Data", `${root}/data`],
    ["Notebooks", `${root}/notebooks`],
    ["Experiments", `${root}/experiments`],
    ["Jobs", `${root}/jobs`],
    ["Models", `${root}/models`],
    ["Members", `${root}/members`],
    ["Train a model", `${root}/train`],
    ["Your account and tokens", "/account"],
    ["All projects", "/"],
  ];
  return [
    ...pageCommands().map(({ label, keys, act }) => ({ label, hint: keys, act })),
    ...places.map(([label, act]) => ({ label, hint: "page", act })),
    { label: "Keyboard shortcuts", hint: "?", act: () => openDialog("keys") },
  ];
}

const rooms: Record<SearchTarget["kind"], string> = {
  dataset: "data",
  notebook: "notebooks",
  experiment: "experiments",
  run: "runs",
  model: "models",
  job: "jobs",
};

/** A thing of the project as a line that leads to its page. */
export function linkOf(slug: string, { kind, key, name }: SearchTarget): Choice {
  return { label: name, hint: kind, act: `/projects/${slug}/${rooms[kind]}/${encodeURIComponent(key)}` };
}
