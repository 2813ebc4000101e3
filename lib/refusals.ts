import { AppError, type ErrorCode } from "./errors";

/** What each refusal is about, for protocols that have a sentence of their own for it. */
export type Refusals = {
  "experiment missing": { number: number };
  "experiment deleted": { number: number };
  "deleted experiment renamed": { number: number };
  "experiment deleted or not": { number: number; isDeleted: boolean };
  "name of new experiment taken": { name: string };
  "name of experiment taken": { name: string };
  "experiment tag missing": { number: number; key: string };
  "run missing": { uid: string };
  "run deleted": { uid: string };
  "run tag missing": { uid: string; key: string };
  "param changed": { uid: string; key: string; value: string; kept: string };
  "model missing": { name: string };
  "name of model taken": { name: string };
  "logged model missing": { id: string };
  "source not kept": { source: string };
  "source of another run": { source: string };
  "webhook missing": { id: string };
  "account missing": { username: string };
  "username taken": { username: string };
  "group missing": { groupId: number };
  "name of group taken": { name: string };
  "in group already": { groupId: number; userId: string };
  "not in group": { groupId: number; userId: string };
};
export type RefusalName = keyof Refusals;
/** A refusal as data. */
export type Refusal = { [Name in RefusalName]: { name: Name; about: Refusals[Name] } }[RefusalName];

type Worded = {
  [Name in RefusalName]: { code: ErrorCode; sentence: (about: Refusals[Name]) => string };
};

/** The code of each refusal, and its sentence. */
const worded: Worded = {
  "experiment missing": {
    code: "NOT_FOUND",
    sentence: ({ number }) => `There is no experiment ${number} in this project.`,
  },
  "experiment deleted": {
    code: "INVALID",
    sentence: ({ number }) => `The experiment ${number} is deleted. Restore it first.`,
  },
  "deleted experiment renamed": {
    code: "INVALID",
    sentence: ({ number }) => `The experiment ${number} is deleted. Restore it before you rename it.`,
  },
  "experiment deleted or not": {
    code: "NOT_FOUND",
    sentence: ({ number, isDeleted }) =>
      `The experiment ${number} is ${isDeleted ? "deleted already" : "not deleted"}.`,
  },
  "name of new experiment taken": {
    code: "EXISTS",
    sentence: ({ name }) =>
      `Experiment '${name}' already exists. It may be deleted: restore it, or choose another name.`,
  },
  "name of experiment taken": {
    code: "EXISTS",
    sentence: ({ name }) => `Experiment '${name}' already exists.`,
  },
  "experiment tag missing": {
    code: "NOT_FOUND",
    sentence: ({ number, key }) => `The experiment ${number} has no tag ${key}.`,
  },
  "run missing": { code: "NOT_FOUND", sentence: ({ uid }) => `There is no run ${uid} in this project.` },
  "run deleted": { code: "INVALID", sentence: ({ uid }) => `The run ${uid} is deleted. Restore it first.` },
  "run tag missing": { code: "NOT_FOUND", sentence: ({ uid, key }) => `The run ${uid} has no tag ${key}.` },
  "param changed": {
    code: "INVALID",
    sentence: ({ uid, key, value, kept }) =>
      `The param ${key} of the run ${uid} is '${kept}' and stays so; it cannot become '${value}'.`,
  },
  "model missing": {
    code: "NOT_FOUND",
    sentence: ({ name }) => `There is no model ${name} in this project.`,
  },
  "name of model taken": {
    code: "EXISTS",
    sentence: ({ name }) => `A model named ${name} already exists. Choose another name.`,
  },
  "logged model missing": {
    code: "NOT_FOUND",
    sentence: ({ id }) => `There is no logged model ${id} in this project.`,
  },
  "source not kept": {
    code: "INVALID",
    sentence: ({ source }) =>
      `Nothing can be registered from ${source}. Only files that this project keeps can be: ` +
      "runs:/<run>/<path>, models:/<model> or the artifact address of one of them.",
  },
  "source of another run": {
    code: "INVALID",
    sentence: ({ source }) => `${source} is of another run. Name the run whose files they are.`,
  },
  "webhook missing": {
    code: "NOT_FOUND",
    sentence: ({ id }) => `There is no webhook ${id} in this project.`,
  },
  "account missing": { code: "NOT_FOUND", sentence: ({ username }) => `Nobody here is called ${username}.` },
  "username taken": {
    code: "EXISTS",
    sentence: ({ username }) => `Somebody is called ${username} already. Choose another name.`,
  },
  "group missing": {
    code: "NOT_FOUND",
    sentence: ({ groupId }) => `There is no group ${groupId} in this project.`,
  },
  "name of group taken": {
    code: "EXISTS",
    sentence: ({ name }) => `A group named ${name} already exists. Choose another name.`,
  },
  "in group already": { code: "EXISTS", sentence: () => "This person is in the group already." },
  "not in group": { code: "NOT_FOUND", sentence: () => "This person is not in the group." },
};

/** An error with its sentence, which a protocol of other words can tell by what it is about. */
export class RefusalError extends AppError {
  readonly refusal: Refusal;

  constructor(code: ErrorCode, message: string, refusal: Refusal) {
    super(code, message);
    this.refusal = refusal;
  }
}

/** The error of a refusal, in plain words. */
export function refusal<Name extends RefusalName>(name: Name, about: Refusals[Name]): RefusalError {
  const { code, sentence } = worded[name];
  return new RefusalError(code, sentence(about), { name, about } as Refusal);
}
