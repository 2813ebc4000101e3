import { formOf, projectIn, startInstance, type Client, type Instance } from "./instance";
import type { Provider } from "@/lib/db/client";

/** A value that nobody below the role that an owner names may find anywhere. */
export const canary = "CANARY-Zyxwvut-7319";
/** The same as a number. */
export const canaryNumber = 7_319_482.625;

/** Rows of people: one name is the canary, its pay is the number; towns repeat. */
export function peopleCsv(rows = 40): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const name = i === 7 ? canary : `person-${i}`;
    const pay = i === 7 ? canaryNumber : 1_000 + i * 37.5;
    return `${i},${name},${pay},${["Leon", "Vigo", "Lugo"][i % 3]},${i % 4 === 0},${i * 2}`;
  });
  return `id,name,pay,town,label,size\n${lines.join("\n")}\n`;
}

export type Masks = {
  name: string;
  mask: "hide" | "hash" | "bin";
  role: "editor" | "maintainer" | "owner";
}[];
export const usual: Masks = [
  { name: "name", mask: "hash", role: "maintainer" },
  { name: "pay", mask: "bin", role: "owner" },
];

export type MaskedProject = {
  instance: Instance;
  root: string;
  owner: Client;
  setMasks: (columns: Masks, dataset?: string) => ReturnType<Client>;
  make: (steps: object[], name: string, from?: string) => ReturnType<Client>;
};

/** A project with a dataset `people`, and its masks. */
export async function maskedProject(
  provider: Provider,
  { masks = usual, rows = 40, workers = 0 }: { masks?: Masks; rows?: number; workers?: number } = {},
): Promise<MaskedProject> {
  const instance = await startInstance(provider, { workers });
  const root = await projectIn(instance);
  const owner = instance.admin;
  await owner("POST", `${root}/datasets`, formOf("people.csv", peopleCsv(rows)));
  const setMasks = (columns: Masks, dataset = "people") =>
    owner("PUT", `${root}/datasets/${dataset}/masks`, { columns });
  if (masks.length > 0) await setMasks(masks);
  const make = (steps: object[], name: string, from = "people") =>
    owner("POST", `${root}/datasets/${from}/versions/1/recipes`, { steps, name });
  return { instance, root, owner, setMasks, make };
}
