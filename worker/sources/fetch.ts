import type { CellColumn } from "@/lib/datasets/cell-column";
import type { Validators } from "@/lib/jobs/kinds/refresh";

/** What came from elsewhere: its SHA-256 and its length. */
export type Sent = { sha256: string; bytes: number };

/** A file or rows that a source sent, in a file of ours. */
export type Fetched =
  | { what: "unchanged"; validators: Validators | null }
  | {
      what: "file";
      /** What the other side calls it; how it is read goes by its end. */
      fileName: string;
      sent: Sent;
      validators: Validators | null;
      /** Whether there is more than was asked for. */
      more: boolean;
    }
  | { what: "cells"; columns: CellColumn[]; rows: number; sent: Sent; more: boolean };

/** How much is fetched: rows and bytes; what is cut there is cut, where `cut` says so, else refused. */
export type Amount = { rows: number; bytes: number; cut: boolean };

/** What a fetch is asked for, and the ways of the process that does it. */
export type Ask<Config, Secret> = {
  config: Config;
  secret: Secret | null;
  /** Where what is sent is written. */
  file: string;
  /** The file that the source reads, where it reads one of ours. */
  upload: string | null;
  allowPrivate: boolean;
  validators: Validators | null;
  amount: Amount;
  signal: AbortSignal;
  /** Tells of rows or bytes that have come. */
  progress: (message: string) => void;
};

/** Fetches from one kind of source. @throws {AppError} in a sentence that its user can act on */
export type Fetch<Config, Secret> = (ask: Ask<Config, Secret>) => Promise<Fetched>;
