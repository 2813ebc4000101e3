import * as z from "zod";

/** What a page hears: the name of what happened, what it is about, and what was noted beside it. */
export type LiveEvent = {
  name: string;
  subject: { kind: string; id: string | number; name?: string | undefined } & Record<string, unknown>;
  detail: Record<string, unknown> | null;
  by?: string | undefined;
};

const told = z.looseObject({
  name: z.string(),
  subject: z.looseObject({
    kind: z.string(),
    id: z.union([z.string(), z.number()]),
    name: z.string().optional(),
  }),
  detail: z.record(z.string(), z.unknown()).nullable(),
  by: z.string().optional(),
});

/** An event as it came; null for what cannot be read. */
export function readEvent(data: string): LiveEvent | null {
  try {
    return told.parse(JSON.parse(data));
  } catch {
    return null;
  }
}

/** What the one stream of a browser says to its tabs. */
export type FromStream =
  | { kind: "event"; id: number; data: string }
  /** Something may have been missed: what is shown is to be read again. */
  | { kind: "reset" }
  | { kind: "connected"; connected: boolean };

/** What a tab says to it: that it listens to a project from an event on, or leaves. */
export type ToStream = { kind: "listen"; url: string; since: number } | { kind: "leave" };
