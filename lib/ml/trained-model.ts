import type { Algorithm } from "./algorithms";
import type { Encoder } from "./encode";
import type { Logistic } from "./logistic";
import type { Neighbours } from "./neighbours";
import type { Trees } from "./trees";

export type Fitted =
  | { kind: "trees"; trees: Trees }
  | { kind: "neighbours"; neighbours: Neighbours }
  | { kind: "logistic"; logistic: Logistic };

/**
 * A trained model with all that is needed to ask it: how columns become features,
 * and the names of the classes.
 */
export type Model = {
  algorithm: Algorithm;
  target: string;
  classes: string[];
  encoders: Encoder[];
  fitted: Fitted;
};
