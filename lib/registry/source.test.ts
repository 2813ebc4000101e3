import fc from "fast-check";
import { expect, test } from "vitest";
import { readSource } from "./source";

const uid = "0123456789abcdef0123456789abcdef";
const model = `m-${uid}`;

test.each([
  [`runs:/${uid}/model`, { kind: "run", uid, folder: "model" }],
  [`runs:/${uid}/a/b/`, { kind: "run", uid, folder: "a/b" }],
  [`runs:/${uid}`, { kind: "run", uid, folder: "" }],
  [`runs://${uid}/model`, { kind: "run", uid, folder: "model" }],
  [`mlflow-artifacts:/3/${uid}/artifacts/model`, { kind: "run", uid, folder: "model" }],
  [`mlflow-artifacts:/3/models/${model}/artifacts`, { kind: "logged-model", id: model, folder: "" }],
  [`models:/${model}/sub`, { kind: "logged-model", id: model, folder: "sub" }],
  ["models:/churn/12", { kind: "version", name: "churn", number: 12 }],
  ["models:/with space/1", { kind: "version", name: "with space", number: 1 }],
])("%s is read", (source, folder) => expect(readSource(source)).toEqual(folder));

test.each([
  "",
  "/etc/passwd",
  "file:///etc/passwd",
  "s3://bucket/model",
  "https://example.com/model",
  `runs:/${uid}/../../secret`,
  `runs:/${uid}/./model`,
  `runs:/${uid}/..`,
  `runs:/${uid}/%2e%2e/secret`,
  `runs:/${uid}/a\\b`,
  `runs:/${uid}/a\0b`,
  `runs:/${uid}/a?b`,
  `runs:/${uid}/a#b`,
  `runs:/${uid.toUpperCase()}/model`,
  `runs:/${uid}0/model`,
  "models:/churn",
  "models:/churn/latest",
  "models:/churn@champion",
  "models:/churn/1/more",
  "models:/churn/1234567890",
  `mlflow-artifacts:/x/${uid}/artifacts`,
  `mlflow-artifacts://host/3/${uid}/artifacts/model`,
])("%j is no folder of ours", (source) => expect(readSource(source)).toBeNull());

test("no folder that is read climbs out of where it lies", () => {
  const path = fc.array(fc.constantFrom("..", ".", "a", "%2e", "\\", "", "…", "a.b"), { maxLength: 5 });
  fc.assert(
    fc.property(fc.constantFrom(`runs:/${uid}/`, `models:/${model}/`), path, (start, parts) => {
      const read = readSource(start + parts.join("/"));
      if (read && "folder" in read)
        for (const part of read.folder.split("/")) expect([".", ".."]).not.toContain(part);
    }),
  );
});
