/** What the page tells the frame. */
export type ToFrame =
  | { op: "define"; cell: RunnableCell }
  | { op: "remove"; id: number }
  | { op: "layout"; left: number; tops: Record<number, number>; width: number }
  | { op: "ping"; n: number }
  | { op: "reply"; n: number; ok: true; value: unknown }
  | { op: "reply"; n: number; ok: false; message: string };

/**
 * A cell as notebook-kit's `transpile` leaves it: a function's text,
 * the names it reads and the names it gives.
 */
export type RunnableCell = {
  id: number;
  /** Which run of the cell this is; what an earlier one still says is not heard. */ version: number;
  body: string;
  inputs: string[];
  outputs: string[];
  autodisplay: boolean;
};

/** What user code may ask the page for; the page does it with the rights of whoever looks at it. */
export type FrameRequest =
  | { kind: "sql"; sql: string }
  | { kind: "dataset"; reference: string }
  | { kind: "save"; name: string; arrow: Uint8Array };

export type CellError = { name: string; message: string; line: number | null };
export type VariableNote = { name: string; kind: string; note: string };

/** What the frame tells the page. */
export type FromFrame =
  | { op: "ready" }
  | { op: "pong"; n: number }
  | { op: "height"; id: number; height: number }
  | { op: "running"; id: number; version: number }
  | { op: "done"; id: number; version: number; milliseconds: number; variables: VariableNote[] }
  | { op: "failed"; id: number; version: number; error: CellError }
  | { op: "request"; n: number; request: FrameRequest };
