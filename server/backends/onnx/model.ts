/**
 * ONNX models as bytes: the few messages of onnx.proto (onnx/onnx, onnx/onnx.proto) that a graph needs, in the wire
 * format of protocol buffers. Written here because the packages that carry onnx.proto for JavaScript are unmaintained
 * or bring a parser along (docs/decisions/0007).
 */
export type ElementType = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64' | 'bool';

/** onnx.proto's numbers of the types. */
export const elementCodes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** Bytes of constants, little-endian. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** Integers are written as INT and INTS, `{ float }` and `{ floats }` as FLOAT and FLOATS, text as STRING. */
export type Attribute =
  number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Empty names stand for absent optional inputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  /** Left out where whoever reads the model infers it, and the shape. */
  readonly type?: ElementType;
  /** Text for a size that is only known when the model runs. */
  readonly shape?: readonly (number | string)[];
}

export interface OnnxModel {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly Initializer[];
  readonly nodes: readonly OnnxNode[];
  /** Version by domain. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Version of the format (IR); older ones are read by more tools. */
  readonly irVersion?: number;
  /** What a user must know beside the graph, as text by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

type Bytes = Uint8Array;
const text = new TextEncoder();

/** Base-128 little-endian; negative numbers take ten bytes, as in 64-bit two's complement. */
function varint(value: number): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

const tag = (field: number, wire: 0 | 2 | 5): Bytes => varint(field * 8 + wire);
const int = (field: number, value: number): Bytes[] => [tag(field, 0), varint(value)];
const delimited = (field: number, parts: readonly Bytes[]): Bytes[] => [
  tag(field, 2),
  varint(parts.reduce((sum, part) => sum + part.length, 0)),
  ...parts,
];
const string = (field: number, value: string): Bytes[] => delimited(field, [text.encode(value)]);

function floats(values: readonly number[]): Bytes {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function attribute(name: string, value: Attribute): Bytes[] {
  const kind = (type: number): Bytes[] => int(20, type);
  const named = string(1, name);
  if (typeof value === 'number') return [...named, ...int(3, value), ...kind(2)];
  if (typeof value === 'string') return [...named, ...string(4, value), ...kind(3)];
  if ('float' in value) return [...named, tag(2, 5), floats([value.float]), ...kind(1)];
  if ('floats' in value) return [...named, ...delimited(7, [floats(value.floats)]), ...kind(6)];
  return [...named, ...delimited(8, value.map(varint)), ...kind(7)];
}

function node({ op, domain, inputs, outputs, attributes }: OnnxNode): Bytes[] {
  return [
    ...inputs.flatMap((name) => string(1, name)),
    ...outputs.flatMap((name) => string(2, name)),
    ...string(4, op),
    ...Object.entries(attributes).flatMap(([name, value]) => delimited(5, attribute(name, value))),
    ...(domain === '' ? [] : string(7, domain)),
  ];
}

function initializer({ name, type, shape, data }: Initializer): Bytes[] {
  return [
    ...shape.flatMap((size) => int(1, size)),
    ...int(2, elementCodes[type]),
    ...string(8, name),
    ...delimited(9, [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]),
  ];
}

function value({ name, type, shape = [] }: OnnxValue): Bytes[] {
  if (type === undefined) return string(1, name);
  const sizes = shape.flatMap((size) =>
    delimited(1, typeof size === 'number' ? int(1, size) : string(2, size)),
  );
  const tensor = [...int(1, elementCodes[type]), ...delimited(2, sizes)];
  return [...string(1, name), ...delimited(2, delimited(1, tensor))];
}

/** The model as a file's bytes. IR version 10 unless it says otherwise. */
export function encode(model: OnnxModel): Uint8Array {
  const { inputs, outputs, initializers, nodes, opsets, irVersion = 10, metadata = {} } = model;
  const graph = [
    ...nodes.flatMap((each) => delimited(1, node(each))),
    ...string(2, 'retort'),
    ...initializers.flatMap((each) => delimited(5, initializer(each))),
    ...inputs.flatMap((each) => delimited(11, value(each))),
    ...outputs.flatMap((each) => delimited(12, value(each))),
  ];
  const parts = [
    ...int(1, irVersion),
    ...string(2, 'Retort'),
    ...delimited(7, graph),
    ...Object.entries(opsets).flatMap(([domain, version]) =>
      delimited(8, [...string(1, domain), ...int(2, version)]),
    ),
    ...Object.entries(metadata).flatMap(([key, entry]) =>
      delimited(14, [...string(1, key), ...string(2, entry)]),
    ),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
