import { RefusalError, type RefusalName, type Refusals } from "@/lib/refusals";

type Sentences = { [Name in RefusalName]: (about: Refusals[Name], plain: string) => string };

/** What MLflow's own server says where this product refuses: scripts look for its words. */
const sentences: Sentences = {
  "experiment missing": ({ number }) => `No Experiment with id=${number} exists`,
  "experiment deleted": ({ number }) =>
    `The experiment ${number} must be in the 'active' state. Current state is deleted.`,
  "deleted experiment renamed": () => "Cannot rename a non-active experiment.",
  "experiment deleted or not": ({ number, isDeleted }) =>
    `No Experiment with id=${number} exists that is ${isDeleted ? "active" : "deleted"}.`,
  "name of new experiment taken": ({ name }, plain) => `Experiment(name=${name}) already exists. ${plain}`,
  "name of experiment taken": ({ name }, plain) => `Experiment(name=${name}) already exists. ${plain}`,
  "experiment tag missing": ({ number, key }) => `No tag with name: ${key} in experiment with id ${number}`,
  "run missing": ({ uid }) => `Run with id=${uid} not found`,
  "run deleted": ({ uid }) => `The run ${uid} must be in the 'active' state. Current state is deleted.`,
  "run tag missing": ({ uid, key }) => `No tag with name: ${key} in run with id ${uid}`,
  "param changed": ({ uid, key, value, kept }) =>
    `Changing param values is not allowed. Param with key='${key}' was already logged with ` +
    `value='${kept}' for run ID='${uid}'. Attempted logging new value '${value}'.`,
  "model missing": ({ name }) => `Registered Model with name=${name} not found`,
  "name of model taken": ({ name }) => `Registered Model (name=${name}) already exists.`,
  "logged model missing": ({ id }) => `Logged model with ID '${id}' not found.`,
  "source not kept": ({ source }) =>
    `Invalid model version source: '${source}'. Only files that this project keeps can be registered: ` +
    "runs:/<run>/<path>, models:/<model> or the artifact address of one of them.",
  "source of another run": ({ source }) =>
    `Invalid model version source: '${source}'. To use files of a run as a source, give that run's run_id.`,
  "webhook missing": ({ id }) => `Webhook with ID ${id} not found.`,
  "account missing": ({ username }) => `User with username=${username} not found`,
  "username taken": ({ username }) => `User (username=${username}) already exists.`,
  "group missing": ({ groupId }) => `Role with id=${groupId} not found`,
  "name of group taken": ({ name }) => `Role (name=${name}) already exists.`,
  "in group already": ({ groupId, userId }) =>
    `User role assignment (user_id=${userId}, role_id=${groupId}) already exists`,
  "not in group": ({ groupId, userId }) =>
    `User role assignment (user_id=${userId}, role_id=${groupId}) not found`,
};

/** What a client reads of an error: MLflow's sentence where it has one, else ours. */
export function mlflowSentence(error: Error): string {
  if (!(error instanceof RefusalError)) return error.message;
  const { name, about } = error.refusal;
  return (sentences[name] as (about: object, plain: string) => string)(about, error.message);
}
