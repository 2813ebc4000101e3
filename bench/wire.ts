import { connect, type Socket } from "node:net";

export type Answer = { status: number; text: string; bytes: number };

const headEnd = Buffer.from("\r\n\r\n");
const textUpTo = 2_000_000;

/**
 * A connection that asks one thing at a time, as thin as it can be: a generator that parsed and kept more
 * would take from the machine what the servers under test could have.
 */
export class Wire {
  #socket: Socket | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(
    readonly host: string,
    readonly port: number,
  ) {}

  /** Sends a request's bytes and reads its answer to the end. */
  async ask(head: string, body: string | Buffer | undefined): Promise<Answer> {
    const socket = (this.#socket ??= this.#open());
    if (typeof body === "string") socket.write(head + body);
    else {
      socket.write(head);
      if (body) socket.write(body);
    }
    return this.#answer();
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
    [this.#chunks, this.#bytes, this.#ended] = [[], 0, false];
  }

  #open(): Socket {
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    socket.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      this.#wake?.();
    });
    socket.on("close", () => {
      if (this.#socket !== socket) return; // closed here, and another has taken its place
      this.#ended = true;
      this.#wake?.();
    });
    socket.on("error", () => undefined);
    return socket;
  }

  async #more(): Promise<void> {
    if (this.#ended) throw new Error("The server ended the connection before its answer did.");
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }

  async #answer(): Promise<Answer> {
    let end = -1;
    while ((end = this.#joined().indexOf(headEnd)) < 0) await this.#more();
    const head = this.#joined().toString("latin1", 0, end);
    const start = end + headEnd.length;
    const length = head.match(/\r\ncontent-length: *(\d+)/i)?.[1];
    const body =
      length === undefined && /\r\ntransfer-encoding: *chunked/i.test(head)
        ? await this.#chunked(start)
        : await this.#sized(start, Number(length ?? 0));
    if (/\r\nconnection: *close/i.test(head)) this.close();
    return {
      status: Number(head.slice(9, 12)),
      text: body.length < textUpTo ? body.toString("utf8") : "",
      bytes: body.length,
    };
  }

  async #sized(start: number, length: number): Promise<Buffer> {
    while (this.#bytes < start + length) await this.#more();
    const all = this.#joined();
    this.#keep(all.subarray(start + length));
    return all.subarray(start, start + length);
  }

  async #chunked(start: number): Promise<Buffer> {
    this.#keep(this.#joined().subarray(start));
    for (const parts: Buffer[] = []; ;) {
      let line = -1;
      while ((line = this.#joined().indexOf("\r\n")) < 0) await this.#more();
      const size = parseInt(this.#joined().toString("latin1", 0, line), 16);
      parts.push(await this.#sized(line + 2, size));
      while (this.#bytes < 2) await this.#more();
      this.#keep(this.#joined().subarray(2));
      if (size === 0) return Buffer.concat(parts);
    }
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #keep(rest: Buffer): void {
    [this.#chunks, this.#bytes] = rest.length > 0 ? [[rest], rest.length] : [[], 0];
  }
}
