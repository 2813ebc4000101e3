import type { Permission } from "./permissions";

/** Nouns whose resources carry grants of their own, or lie inside something that does. */
export type ScopedNoun =
  "experiment" | "run" | "job" | "model" | "dataset" | "labelling" | "notebook" | "endpoint";

/** Kinds of resources that grants are given on. Runs, jobs and logged models follow their experiment. */
export const scopedKinds = ["experiment", "model", "dataset", "notebook"] as const;
export type ScopedKind = (typeof scopedKinds)[number];

/**
 * A resource that a request refers to, by the name that the request has for it. It is asked for the
 * request's own permission unless it names another, as training asks to read its dataset.
 */
export type ResourceRef = { permission?: Permission } & (
  | { kind: "experiment"; name: string }
  | { kind: "experiment"; number: number }
  | { kind: "run"; uid: string }
  | { kind: "job"; id: string }
  | { kind: "logged-model"; id: string }
  | { kind: "model"; name: string }
  | { kind: "dataset"; name: string }
  | { kind: "notebook"; id: string }
  /** What a grant is on, by the number of the grant; one on all of a project is on no resource. */
  | { kind: "grant"; id: number }
);

type NounOf<P extends Permission> = P extends `${infer Noun}:${string}` ? Noun : never;

/**
 * What a route, page or action says beside its permission: the resources that a request refers to, or
 * `"filtered"` where its handler asks by an access filter or by `authorizeResources`. Where the
 * permission's noun is scoped, leaving it out does not type-check; an empty list asks for the permission
 * on the whole project.
 */
export type ResourceOptions<P extends Permission, ResourcesOf> = {
  permission: P;
  resources?: ResourcesOf | "filtered";
} & ([NounOf<P> & ScopedNoun] extends [never] ? unknown : { resources: unknown });

const kindOfNoun: Record<ScopedNoun, ScopedKind | null> = {
  experiment: "experiment",
  run: "experiment",
  job: "experiment",
  model: "model",
  dataset: "dataset",
  labelling: "dataset",
  notebook: "notebook",
  endpoint: null,
};

/** The kind whose grants decide on a permission's resources; null where only the project's do. */
export function kindOfPermission(permission: Permission): ScopedKind | null {
  const [noun] = permission.split(":");
  return kindOfNoun[noun as ScopedNoun] ?? null;
}

/** The permission to see a resource of a kind. */
export const readPermission = {
  experiment: "run:read",
  model: "model:read",
  dataset: "dataset:read",
  notebook: "notebook:read",
} as const satisfies Record<ScopedKind, Permission>;
