import { ProtoWriter } from "./protobuf";

/** Field numbers of ONNX's messages. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const attributeType = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;
export const elementType = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

export type Attribute =
  | { int: number }
  | { float: number }
  | { text: string }
  | { ints: ArrayLike<number> }
  | { floats: ArrayLike<number> }
  | { texts: readonly string[] }
  | { tensor: ProtoWriter };

/** Collects the nodes of a graph and writes it as an ONNX model. */
export class OnnxGraph {
  private readonly graph = new ProtoWriter();
  private count = 0;

  /** Adds a node and gives the name of its (first) output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    { domain = "", outputs }: { domain?: string; outputs?: string[] } = {},
  ): string {
    const names = outputs ?? [`t${this.count++}`];
    const node = new ProtoWriter();
    for (const input of inputs) node.text(1, input);
    for (const output of names) node.text(2, output);
    node.text(3, `${operator}_${this.count}`).text(4, operator);
    for (const [name, attribute] of Object.entries(attributes))
      node.message(5, attributeProto(name, attribute));
    if (domain) node.text(7, domain);
    this.graph.message(1, node);
    return names[0]!;
  }

  /** A constant tensor, by name. */
  constant(
    values: Float64Array | Int32Array | readonly number[],
    shape: readonly number[],
    type: "double" | "int64" = "double",
  ): string {
    const name = `c${this.count++}`;
    this.graph.message(5, tensor(values, shape, type, name));
    return name;
  }

  /** An input of one value a row, as MLflow hands over the columns of a data frame. */
  input(name: string, type: keyof typeof elementType): void {
    this.graph.message(11, valueInfo(name, type, [null]));
  }

  output(name: string, type: keyof typeof elementType, shape: (number | null)[]): void {
    this.graph.message(12, valueInfo(name, type, shape));
  }

  /** The whole model: ONNX's own operators at version 18, the machine-learning ones at 3. */
  model(): Uint8Array {
    this.graph.text(2, "perihelion");
    const opset = (domain: string, version: number) => new ProtoWriter().text(1, domain).int(2, version);
    return new ProtoWriter()
      .int(1, 8)
      .text(2, "perihelion")
      .message(7, this.graph)
      .message(8, opset("", 18))
      .message(8, opset("ai.onnx.ml", 3))
      .done();
  }
}

/** A tensor of doubles or 64-bit integers, its numbers as raw bytes. */
export function tensor(
  values: Float64Array | Int32Array | readonly number[],
  shape: readonly number[],
  type: "double" | "int64",
  name = "",
): ProtoWriter {
  const raw =
    type === "double" ? Float64Array.from(values) : BigInt64Array.from(values, (value) => BigInt(value));
  const proto = new ProtoWriter().packedInts(1, shape).int(2, elementType[type]);
  if (name) proto.text(8, name);
  return proto.blob(9, new Uint8Array(raw.buffer));
}

function attributeProto(name: string, attribute: Attribute): ProtoWriter {
  const proto = new ProtoWriter().text(1, name);
  const typed = (type: number) => proto.int(20, type);
  if ("int" in attribute) return typed(attributeType.int).int(3, attribute.int);
  if ("float" in attribute) return typed(attributeType.float).float(2, attribute.float);
  if ("text" in attribute) return typed(attributeType.string).text(4, attribute.text);
  if ("ints" in attribute) return typed(attributeType.ints).packedInts(8, attribute.ints);
  if ("floats" in attribute) return typed(attributeType.floats).packedFloats(7, attribute.floats);
  if ("tensor" in attribute) return typed(attributeType.tensor).message(5, attribute.tensor);
  for (const text of attribute.texts) proto.text(9, text);
  return typed(attributeType.strings);
}

function valueInfo(name: string, type: keyof typeof elementType, shape: (number | null)[]): ProtoWriter {
  const dims = new ProtoWriter();
  for (const size of shape)
    dims.message(1, size === null ? new ProtoWriter().text(2, "rows") : new ProtoWriter().int(1, size));
  const tensorType = new ProtoWriter().int(1, elementType[type]).message(2, dims);
  return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensorType));
}
