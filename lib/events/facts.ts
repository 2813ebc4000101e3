import type { Permission } from "@/lib/auth/permissions";

/**
 * Things that facts are about. `id` is what the audit keeps;
 * `experiment` and `dataset` are the ids of what holds the thing.
 */
export type Subjects = {
  project: { id: string };
  user: { id: string };
  invitation: { id: string };
  group: { id: string };
  token: { id: string };
  webhook: { id: string };
  notebook: { id: string };
  dataset: { id: string; version?: { id: string; number: number } };
  source: { id: string; dataset: string };
  "label-task": { id: string; dataset: string };
  experiment: { id: number; number: number };
  run: { id: string; experiment: number };
  "logged-model": { id: string; experiment: number };
  job: { id: string; experiment: number | null; dataset?: string | null };
  model: { id: string; version?: { id: string; number: number } };
};
export type SubjectKind = keyof Subjects;
export type Subject<Kind extends SubjectKind = SubjectKind> = {
  [K in Kind]: { kind: K; name: string } & Subjects[K];
}[Kind];

type Nothing = Record<never, never>;
type Tags = { tags: Record<string, string> };
type On<Kind extends SubjectKind, Detail extends object = Nothing> = { on: Kind; detail: Detail };

/**
 * What can happen in a project, on what, and what is noted beside it.
 * A new fact is a line here and one in `rules`.
 */
export type ProjectFacts = {
  "project.create": On<"project">;
  "project.edit": On<"project", { name?: string; objective?: string; rules?: string }>;
  "member.invite": On<"invitation", { role: string }>;
  "member.join": On<"user", { role: string }>;
  "member.add": On<"user", { role: string }>;
  "member.change": On<"user", { before: string | null; after: string }>;
  "member.remove": On<"user", { before: string | null; grants: number; groups: number }>;
  "permission.grant": On<"user" | "group", { scope: object; permission: string }>;
  "permission.revoke": On<"user" | "group", { scope: object; role?: string; effect?: string }>;
  "group.create": On<"group">;
  "group.change": On<"group", { name?: string; description?: string }>;
  "group.delete": On<"group">;
  "group.join": On<"group", { userId: string }>;
  "group.leave": On<"group", { userId: string }>;
  "token.create": On<"token">;
  "client.connect": On<"token">;
  "webhook.create": On<"webhook", { url: string }>;
  "webhook.edit": On<"webhook", { url: string }>;
  "webhook.delete": On<"webhook", { url: string }>;
  "notebook.create": On<"notebook", { file?: string }>;
  "notebook.save": On<"notebook", { revision: number }>;
  "notebook.run": On<"notebook", { number: number; revision: number }>;
  "notebook.ran": On<"notebook", { number: number; ending: string }>;
  "notebook.delete": On<"notebook">;
  "notebook.restore": On<"notebook">;
  /** `revision` is null where readers see the newest. */
  "notebook.publish": On<"notebook", { revision: number | null; code: boolean }>;
  "notebook.unpublish": On<"notebook">;
  "notebook.outputs": On<"notebook", { cells: number }>;
  "dataset.save": On<"dataset", { rows: number; columns: number; origin: string }>;
  "dataset.edit": On<"dataset", { before?: string; description?: string; columns?: readonly string[] }>;
  "dataset.mask": On<"dataset", { before: readonly object[]; after: readonly object[] }>;
  "dataset.free": On<"dataset", { column: string; freed: boolean; from: readonly object[] }>;
  "dataset.delete": On<"dataset", { reason: string; versions: number }>;
  "dataset.delete-version": On<"dataset", { reason: string; sha256: string }>;
  "label-task.create": On<"label-task", { rows: number; version: number }>;
  "label-task.close": On<"label-task">;
  "label-task.reopen": On<"label-task">;
  "label-task.delete": On<"label-task", { reason: string; labels: number }>;
  /** Which class it was is not told: others who label must not see it. */
  "label.give": On<"label-task", { row: number; skipped?: true }>;
  "label.undo": On<"label-task", { row: number }>;
  "label.settle": On<"label-task", { how: "hand" | "majority" | "taken back"; rows: number; row?: number }>;
  "job.retry": On<"job", { attempts: number; run: string | null }>;
  "dataset.import": On<"job">;
  "dataset.prepare": On<"job">;
  "dataset.synthesise": On<"job">;
  "dataset.refresh": On<"job">;
  "source.create": On<"source", { kind: string; place: string }>;
  "source.edit": On<"source", { place: string; secret: string }>;
  "source.file": On<"source", { file: string }>;
  "source.delete": On<"source">;
  "experiment.create": On<"experiment", Tags>;
  "experiment.rename": On<"experiment", { before: string }>;
  "experiment.delete": On<"experiment">;
  "experiment.restore": On<"experiment">;
  "experiment.tag": On<"experiment", { key: string; value: string | null }>;
  "run.start": On<"run", { dataset?: object; runs?: number }>;
  "sweep.start": On<"run", { dataset: object; runs: number }>;
  "sweep.cancel": On<"run", { jobs: number }>;
  "run.log": On<"run">;
  "run.edit": On<"run", { status?: string; endTime?: number; name?: string }>;
  "run.delete": On<"run", { runs: readonly string[] }>;
  "run.restore": On<"run", { runs: readonly string[] }>;
  "run.remove": On<"run", { reason: string; runs: readonly string[] }>;
  "artifact.keep": On<"run" | "logged-model">;
  "artifact.delete": On<"run" | "logged-model", { path: string; files: number }>;
  "logged-model.create": On<"logged-model">;
  "logged-model.finalize": On<"logged-model", { status: string }>;
  "logged-model.delete": On<"logged-model">;
  "logged-model.tag": On<"logged-model", { tags: Record<string, string | null> }>;
  "logged-model.log": On<"logged-model", { params: readonly string[] }>;
  "job.queue": On<"job", { run: string | null }>;
  "job.start": On<"job", { worker: string; attempt: number; run: string | null }>;
  "job.requeue": On<"job", { attempt: number; run: string | null }>;
  "job.finish": On<"job", { status: string; error: string | null; run: string | null }>;
  "job.cancel": On<"job", { outcome: "killed" | "asked"; run: string | null }>;
  "transfer.start": On<"job">;
  "model.create": On<"model", Tags & { description: string }>;
  "model.edit": On<"model", { before?: string; description?: string }>;
  "model.delete": On<"model", { reason: string; versions: readonly object[] }>;
  "model.tag": On<"model", { key: string; value: string | null }>;
  "model.register": On<"model", Tags & { source: string; run: string | null; description: string }>;
  "model.stage": On<"model", { before: string; after: string; archived: readonly number[] }>;
  "model.alias": On<"model", { alias: string; removed: boolean }>;
};

/** What can happen in an instance, outside of any project. */
export type InstanceFacts = {
  "instance.set-up": On<"user">;
  "user.create": On<"user">;
  "user.password": On<"user", { sessions: number; tokens: number }>;
  "user.password-link": On<"user">;
  "user.disable": On<"user">;
  "user.enable": On<"user">;
  "user.rename": On<"user", { before: string; after: string }>;
  "user.administrator": On<"user", { before: boolean; after: boolean }>;
  "user.delete": On<"user">;
  "session.open": On<"user">;
  "session.end": On<"user", { sessions: number }>;
  "token.create": On<"token">;
  "token.revoke": On<"token">;
};

type FactOf<Facts, ProjectId> = {
  [Name in keyof Facts]: Facts[Name] extends On<infer Kind, infer Detail>
    ? { name: Name; projectId: ProjectId; subject: Subject<Kind>; detail: Detail }
    : never;
}[keyof Facts];

/** Something that happened. */
export type Fact = FactOf<ProjectFacts, string> | FactOf<InstanceFacts, null>;
export type FactName = Fact["name"];

type Rule = {
  /** Whether the audit keeps it: what people and their clients do, not each step of a machine. */
  audited: boolean;
  /** The permission, on what the fact is about, that it takes to hear of it live; null where pages do not. */
  heardWith: Permission | null;
  /** Told at most once a second, many in one: for what clients log thousands of times a second. */
  gathered?: true;
  /** Somebody may do less or more from now on: open streams are looked at again at once. */
  changesRights?: true;
};

const told = (heardWith: Permission): Rule => ({ audited: true, heardWith });
const machine = (heardWith: Permission): Rule => ({ audited: false, heardWith });
const rights = (heardWith: Permission | null): Rule => ({ audited: true, heardWith, changesRights: true });
const auditedAlone: Rule = { audited: true, heardWith: null };

/** What follows from each fact. One that is left out does not type-check. */
export const rules: Record<FactName, Rule> = {
  "project.create": told("project:read"),
  "project.edit": told("project:read"),
  "member.invite": auditedAlone,
  "member.join": rights("member:read"),
  "member.add": rights("member:read"),
  "member.change": rights("member:read"),
  "member.remove": rights("member:read"),
  "permission.grant": rights("member:manage"),
  "permission.revoke": rights("member:manage"),
  "group.create": told("member:manage"),
  "group.change": told("member:manage"),
  "group.delete": rights("member:manage"),
  "group.join": rights("member:manage"),
  "group.leave": rights("member:manage"),
  "token.create": auditedAlone,
  "token.revoke": rights(null),
  "client.connect": machine("project:read"),
  "webhook.create": told("webhook:manage"),
  "webhook.edit": told("webhook:manage"),
  "webhook.delete": told("webhook:manage"),
  "notebook.create": told("notebook:read"),
  "notebook.save": told("notebook:read"),
  "notebook.run": told("notebook:read"),
  "notebook.ran": told("notebook:read"),
  "notebook.delete": told("notebook:read"),
  "notebook.restore": told("notebook:read"),
  "notebook.publish": told("notebook:read"),
  "notebook.unpublish": told("notebook:read"),
  "notebook.outputs": auditedAlone,
  "dataset.save": told("dataset:read"),
  "dataset.edit": told("dataset:read"),
  "dataset.mask": told("dataset:read"),
  "dataset.free": told("dataset:read"),
  "dataset.delete": told("dataset:read"),
  "dataset.delete-version": told("dataset:read"),
  "label-task.create": told("dataset:read"),
  "label-task.close": told("dataset:read"),
  "label-task.reopen": told("dataset:read"),
  "label-task.delete": told("dataset:read"),
  "label.give": told("dataset:read"),
  "label.undo": told("dataset:read"),
  "label.settle": told("dataset:read"),
  "job.retry": told("job:read"),
  "dataset.import": told("job:read"),
  "dataset.prepare": told("job:read"),
  "dataset.synthesise": told("job:read"),
  "dataset.refresh": told("job:read"),
  "source.create": told("dataset:read"),
  "source.edit": told("dataset:read"),
  "source.file": told("dataset:read"),
  "source.delete": told("dataset:read"),
  "experiment.create": told("run:read"),
  "experiment.rename": told("run:read"),
  "experiment.delete": told("run:read"),
  "experiment.restore": told("run:read"),
  "experiment.tag": told("run:read"),
  "run.start": { ...told("run:read"), gathered: true },
  "sweep.start": told("run:read"),
  "sweep.cancel": told("run:read"),
  "run.log": { ...machine("run:read"), gathered: true },
  "run.edit": told("run:read"),
  "run.delete": told("run:read"),
  "run.restore": told("run:read"),
  "run.remove": told("run:read"),
  "artifact.keep": { ...machine("run:read"), gathered: true },
  "artifact.delete": told("run:read"),
  "logged-model.create": told("run:read"),
  "logged-model.finalize": told("run:read"),
  "logged-model.delete": told("run:read"),
  "logged-model.tag": told("run:read"),
  "logged-model.log": told("run:read"),
  "job.queue": machine("job:read"),
  "job.start": machine("job:read"),
  "job.requeue": machine("job:read"),
  "job.finish": machine("job:read"),
  "job.cancel": told("job:read"),
  "transfer.start": told("job:read"),
  "model.create": told("model:read"),
  "model.edit": told("model:read"),
  "model.delete": told("model:read"),
  "model.tag": told("model:read"),
  "model.register": told("model:read"),
  "model.stage": told("model:read"),
  "model.alias": told("model:read"),
  "instance.set-up": auditedAlone,
  "user.create": auditedAlone,
  "user.password": rights(null),
  "user.password-link": auditedAlone,
  "user.disable": rights(null),
  "user.enable": auditedAlone,
  "user.rename": auditedAlone,
  "user.administrator": rights(null),
  "user.delete": rights(null),
  "session.open": auditedAlone,
  "session.end": rights(null),
};
