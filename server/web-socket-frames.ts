/** What a WebSocket's bytes say: a text, a ping, a pong, the end; or what is wrong with them. */
export type Heard =
  | { kind: "text"; text: string }
  | { kind: "ping"; payload: Buffer }
  | { kind: "pong" }
  | { kind: "close" }
  | { kind: "wrong"; code: number };

type Frame = { last: boolean; opcode: number; payload: Buffer; length: number };

/**
 * Reads what a browser sends over a WebSocket: texts of at most `most` bytes, whole or in pieces.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5
 */
export function frameReader(most: number): (bytes: Buffer) => Heard[] {
  let rest = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let size = 0;

  function take({ last, opcode, payload }: Frame): Heard | null {
    if (opcode >= 8) return controlOf(opcode, payload, last);
    // a first piece says what it is, a later one that it goes on
    if (opcode > 1 || (opcode === 0) !== pieces.length > 0)
      return { kind: "wrong", code: opcode === 2 ? 1003 : 1002 };
    pieces.push(payload);
    size += payload.length;
    if (size > most) return { kind: "wrong", code: 1009 };
    if (!last) return null;
    const whole = Buffer.concat(pieces);
    [pieces, size] = [[], 0];
    return textOf(whole);
  }

  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const heard: Heard[] = [];
    for (;;) {
      const frame = frameOf(rest, most);
      if (frame === null) return heard;
      if (typeof frame === "number") return [...heard, { kind: "wrong", code: frame }];
      rest = rest.subarray(frame.length);
      const one = take(frame);
      if (one) heard.push(one);
      if (one?.kind === "wrong" || one?.kind === "close") return heard;
    }
  };
}

/** The first frame of some bytes; null where it is not there whole, a number where it is wrong. */
function frameOf(bytes: Buffer, most: number): Frame | number | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes[0]!, bytes[1]!];
  // no extension was agreed on, and a browser masks all that it sends
  if ((first & 0x70) !== 0 || (second & 0x80) === 0) return 1002;
  const short = second & 0x7f;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head) return null;
  const size =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (size > most) return 1009;
  if (bytes.length < head + 4 + size) return null;
  const mask = bytes.subarray(head, head + 4);
  const payload = Buffer.from(bytes.subarray(head + 4, head + 4 + size));
  for (let i = 0; i < payload.length; i++) payload[i]! ^= mask[i & 3]!;
  return { last: (first & 0x80) !== 0, opcode: first & 0x0f, payload, length: head + 4 + size };
}

function controlOf(opcode: number, payload: Buffer, last: boolean): Heard {
  if (!last || payload.length > 125) return { kind: "wrong", code: 1002 };
  if (opcode === 8) return { kind: "close" };
  if (opcode === 9) return { kind: "ping", payload };
  return opcode === 10 ? { kind: "pong" } : { kind: "wrong", code: 1002 };
}

function textOf(bytes: Buffer): Heard {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "wrong", code: 1007 };
  }
}

/** A frame as a server sends it. @param opcode 1 a text, 8 the end, 9 a ping, 10 a pong */
export function frame(opcode: 1 | 8 | 9 | 10, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
