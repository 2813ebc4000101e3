import type { Encoder } from "./encode";
import type { Logistic } from "./logistic";
import type { Model } from "./model";
import type { Neighbours } from "./neighbours";
import { OnnxGraph, tensor, type Attribute } from "./onnx-graph";
import type { Trees } from "./trees";

const ml = { domain: "ai.onnx.ml" };

/**
 * A model as ONNX: one input a column (doubles, whole numbers, truth values, or text for categories;
 * NaN where missing), outputs `label` (the class's name) and one probability a class, each one value a row,
 * as MLflow asks.
 */
export function toOnnx({ encoders, classes, fitted }: Model): Uint8Array {
  const graph = new OnnxGraph();
  const parts = encoders.map((encoder) => column(graph, encoder));
  const features = graph.node("Concat", parts, { axis: { int: 1 } });
  const probabilities =
    fitted.kind === "trees"
      ? trees(graph, features, fitted.trees)
      : fitted.kind === "logistic"
        ? logistic(graph, features, fitted.logistic)
        : neighbours(graph, features, fitted.neighbours);

  const best = graph.node("ArgMax", [probabilities], { axis: { int: 1 }, keepdims: { int: 0 } });
  const numbers = {
    keys_int64s: { ints: classes.map((_, i) => i) },
    values_strings: { texts: classes },
    default_string: { text: "" },
  };
  graph.node("LabelEncoder", [best], numbers, { ...ml, outputs: ["label"] });
  graph.output("label", "string", [null]);
  classes.forEach((name, c) => {
    const own = graph.node("Gather", [probabilities, graph.constant([c], [], "int64")], { axis: { int: 1 } });
    graph.node("Cast", [own], { to: { int: 1 } }, { outputs: [probabilityOutput(name)] });
    graph.output(probabilityOutput(name), "float", [null]);
  });
  return graph.model();
}

/** The name of the output that holds a class's probability. */
export function probabilityOutput(name: string): string {
  return `probability_${name}`;
}

function column(graph: OnnxGraph, encoder: Encoder): string {
  if (encoder.kind === "category") {
    graph.input(encoder.column, "string");
    const oneHot = graph.node(
      "OneHotEncoder",
      [encoder.column],
      { cats_strings: { texts: encoder.categories }, zeros: { int: 1 } },
      ml,
    );
    const flat = graph.node("Reshape", [
      oneHot,
      graph.constant([-1, encoder.categories.length], [2], "int64"),
    ]);
    return graph.node("Cast", [flat], { to: { int: 11 } });
  }
  if (encoder.kind === "integer" || encoder.kind === "boolean") {
    graph.input(encoder.column, encoder.kind === "integer" ? "int64" : "bool");
    return graph.node("Reshape", [
      graph.node("Cast", [encoder.column], { to: { int: 11 } }),
      graph.constant([-1, 1], [2], "int64"),
    ]);
  }
  graph.input(encoder.column, "double");
  const filled = graph.node("Where", [
    graph.node("IsNaN", [encoder.column]),
    graph.constant([encoder.fill], [1]),
    encoder.column,
  ]);
  return graph.node("Reshape", [filled, graph.constant([-1, 1], [2], "int64")]);
}

function trees(graph: OnnxGraph, features: string, model: Trees): string {
  const { classes, starts, feature, threshold, right, leaves } = model;
  const count = starts.length - 1;
  const nodes = feature.length;
  const [treeIds, nodeIds, modes, yes, no] = [
    new Int32Array(nodes),
    new Int32Array(nodes),
    new Array<string>(nodes),
    new Int32Array(nodes),
    new Int32Array(nodes),
  ];
  const leafNodes: number[] = [];
  for (let t = 0; t < count; t++) {
    for (let node = starts[t]!; node < starts[t + 1]!; node++) {
      const id = node - starts[t]!;
      treeIds[node] = t;
      nodeIds[node] = id;
      const isLeaf = feature[node]! < 0;
      modes[node] = isLeaf ? "LEAF" : "BRANCH_LEQ";
      yes[node] = isLeaf ? 0 : id + 1;
      no[node] = isLeaf ? 0 : right[node]! - starts[t]!;
      if (isLeaf) leafNodes.push(node);
    }
  }
  const perLeaf = <T>(value: (node: number, c: number) => T) =>
    leafNodes.flatMap((node) => Array.from({ length: classes }, (_, c) => value(node, c)));
  const weights = perLeaf((node, c) => leaves[right[node]! * classes + c]! / count);
  const attributes: Record<string, Attribute> = {
    nodes_treeids: { ints: treeIds },
    nodes_nodeids: { ints: nodeIds },
    nodes_featureids: { ints: Int32Array.from(feature, (f) => Math.max(0, f)) },
    nodes_modes: { texts: modes },
    nodes_values_as_tensor: { tensor: tensor(threshold, [nodes], "double", "values") },
    nodes_truenodeids: { ints: yes },
    nodes_falsenodeids: { ints: no },
    target_treeids: { ints: perLeaf((node) => treeIds[node]!) },
    target_nodeids: { ints: perLeaf((node) => nodeIds[node]!) },
    target_ids: { ints: perLeaf((_, c) => c) },
    target_weights_as_tensor: { tensor: tensor(weights, [weights.length], "double", "weights") },
    n_targets: { int: classes },
    aggregate_function: { text: "SUM" },
    post_transform: { text: "NONE" },
  };
  return graph.node("TreeEnsembleRegressor", [features], attributes, ml);
}

function standardised(
  graph: OnnxGraph,
  features: string,
  { mean, scale }: { mean: Float64Array; scale: Float64Array },
): string {
  const centred = graph.node("Sub", [features, graph.constant(mean, [1, mean.length])]);
  return graph.node("Div", [centred, graph.constant(scale, [1, scale.length])]);
}

function logistic(
  graph: OnnxGraph,
  features: string,
  { width, classes, weights, ...scales }: Logistic,
): string {
  const x = standardised(graph, features, scales);
  const columns = Array.from({ length: width }, (_, f) => weights.map((side) => side[f]!)).flat();
  const product = graph.node("MatMul", [x, graph.constant(columns, [width, weights.length])]);
  const raw = graph.node("Sigmoid", [
    graph.node("Add", [
      product,
      graph.constant(
        weights.map((side) => side[width]!),
        [1, weights.length],
      ),
    ]),
  ]);
  if (classes === 2)
    return graph.node("Concat", [graph.node("Sub", [graph.constant([1], [1, 1]), raw]), raw], {
      axis: { int: 1 },
    });
  return graph.node("Div", [
    raw,
    graph.node("ReduceSum", [raw, graph.constant([1], [1], "int64")], { keepdims: { int: 1 } }),
  ]);
}

/** Squared distances as |a|^2 - 2ab + |b|^2, the k least, and the mean of their rows' one-hot classes. */
function neighbours(
  graph: OnnxGraph,
  features: string,
  { k, width, classes, rows, values, labels, ...scales }: Neighbours,
): string {
  const x = standardised(graph, features, scales);
  const transposed = new Float64Array(rows * width);
  const squares = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < width; f++) {
      transposed[f * rows + i] = values[i * width + f]!;
      squares[i]! += values[i * width + f]! ** 2;
    }
  }
  const cross = graph.node("MatMul", [x, graph.constant(transposed, [width, rows])]);
  const distances = graph.node("Sub", [
    graph.constant(squares, [1, rows]),
    graph.node("Mul", [cross, graph.constant([2], [1])]),
  ]);
  const indices = "nearest";
  graph.node(
    "TopK",
    [distances, graph.constant([k], [1], "int64")],
    { axis: { int: 1 }, largest: { int: 0 }, sorted: { int: 1 } },
    { outputs: ["nearest_distances", indices] },
  );
  const oneHot = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i++) oneHot[i * classes + labels[i]!] = 1;
  const chosen = graph.node("Gather", [graph.constant(oneHot, [rows, classes]), indices], {
    axis: { int: 0 },
  });
  return graph.node("ReduceMean", [chosen, graph.constant([1], [1], "int64")], { keepdims: { int: 0 } });
}
