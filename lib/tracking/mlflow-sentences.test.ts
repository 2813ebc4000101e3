import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { refusal } from "@/lib/refusals";
import { mlflowSentence } from "./mlflow-sentences";

const source = "s3://elsewhere";
const membership = { groupId: 3, userId: "u" };

/** Each refusal as a page reads it, and as MLflow's server says it. */
const said: [Error, string, string][] = [
  [
    refusal("experiment missing", { number: 7 }),
    "There is no experiment 7 in this project.",
    "No Experiment with id=7 exists",
  ],
  [
    refusal("experiment deleted", { number: 7 }),
    "The experiment 7 is deleted. Restore it first.",
    "The experiment 7 must be in the 'active' state. Current state is deleted.",
  ],
  [
    refusal("deleted experiment renamed", { number: 7 }),
    "The experiment 7 is deleted. Restore it before you rename it.",
    "Cannot rename a non-active experiment.",
  ],
  [
    refusal("experiment deleted or not", { number: 7, isDeleted: true }),
    "The experiment 7 is deleted already.",
    "No Experiment with id=7 exists that is active.",
  ],
  [
    refusal("experiment deleted or not", { number: 7, isDeleted: false }),
    "The experiment 7 is not deleted.",
    "No Experiment with id=7 exists that is deleted.",
  ],
  [
    refusal("name of new experiment taken", { name: "x" }),
    "Experiment 'x' already exists. It may be deleted: restore it, or choose another name.",
    "Experiment(name=x) already exists. Experiment 'x' already exists. " +
      "It may be deleted: restore it, or choose another name.",
  ],
  [
    refusal("name of experiment taken", { name: "x" }),
    "Experiment 'x' already exists.",
    "Experiment(name=x) already exists. Experiment 'x' already exists.",
  ],
  [
    refusal("experiment tag missing", { number: 7, key: "k" }),
    "The experiment 7 has no tag k.",
    "No tag with name: k in experiment with id 7",
  ],
  [refusal("run missing", { uid: "r" }), "There is no run r in this project.", "Run with id=r not found"],
  [
    refusal("run deleted", { uid: "r" }),
    "The run r is deleted. Restore it first.",
    "The run r must be in the 'active' state. Current state is deleted.",
  ],
  [
    refusal("run tag missing", { uid: "r", key: "k" }),
    "The run r has no tag k.",
    "No tag with name: k in run with id r",
  ],
  [
    refusal("param changed", { uid: "r", key: "k", value: "6", kept: "5" }),
    "The param k of the run r is '5' and stays so; it cannot become '6'.",
    "Changing param values is not allowed. Param with key='k' was already logged with value='5' " +
      "for run ID='r'. Attempted logging new value '6'.",
  ],
  [
    refusal("model missing", { name: "m" }),
    "There is no model m in this project.",
    "Registered Model with name=m not found",
  ],
  [
    refusal("name of model taken", { name: "m" }),
    "A model named m already exists. Choose another name.",
    "Registered Model (name=m) already exists.",
  ],
  [
    refusal("logged model missing", { id: "m-1" }),
    "There is no logged model m-1 in this project.",
    "Logged model with ID 'm-1' not found.",
  ],
  [
    refusal("source not kept", { source }),
    "Nothing can be registered from s3://elsewhere. Only files that this project keeps can be: " +
      "runs:/<run>/<path>, models:/<model> or the artifact address of one of them.",
    "Invalid model version source: 's3://elsewhere'. Only files that this project keeps can be registered: " +
      "runs:/<run>/<path>, models:/<model> or the artifact address of one of them.",
  ],
  [
    refusal("source of another run", { source }),
    "s3://elsewhere is of another run. Name the run whose files they are.",
    "Invalid model version source: 's3://elsewhere'. " +
      "To use files of a run as a source, give that run's run_id.",
  ],
  [
    refusal("webhook missing", { id: "w" }),
    "There is no webhook w in this project.",
    "Webhook with ID w not found.",
  ],
  [
    refusal("account missing", { username: "ines" }),
    "Nobody here is called ines.",
    "User with username=ines not found",
  ],
  [
    refusal("username taken", { username: "ines" }),
    "Somebody is called ines already. Choose another name.",
    "User (username=ines) already exists.",
  ],
  [
    refusal("group missing", { groupId: 3 }),
    "There is no group 3 in this project.",
    "Role with id=3 not found",
  ],
  [
    refusal("name of group taken", { name: "g" }),
    "A group named g already exists. Choose another name.",
    "Role (name=g) already exists.",
  ],
  [
    refusal("in group already", membership),
    "This person is in the group already.",
    "User role assignment (user_id=u, role_id=3) already exists",
  ],
  [
    refusal("not in group", membership),
    "This person is not in the group.",
    "User role assignment (user_id=u, role_id=3) not found",
  ],
];

test("a refusal is plain on our pages, and in MLflow's words to its clients", () => {
  for (const [error, plain, mlflow] of said)
    expect([error.message, mlflowSentence(error)]).toEqual([plain, mlflow]);
});

test("what MLflow has no sentence for is told to its clients as it is", () => {
  expect(mlflowSentence(new AppError("CONFLICT", "It is in use."))).toBe("It is in use.");
});
