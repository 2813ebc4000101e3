import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { ImportPreview } from "@/lib/datasets/import-preview";
import type { ColumnOptions, ImportOptions } from "@/lib/datasets/import-options";

export type Looked = ImportPreview & { asked: ImportOptions; remembered: boolean };

/** Options of a file, of whatever format; what is undefined is found out again. */
export type FileChange = { [Key in KeyOf<ImportOptions>]?: unknown };
type KeyOf<Options> = Options extends unknown ? keyof Options : never;

/**
 * What somebody asks of a file, and how it would be read so: the first rows at once, and behind them what
 * there is to say of more of it. Each change computes it anew, and the answer to an earlier one is dropped.
 * Nothing is asked until something is changed: what is remembered holds till then.
 */
export function useImportPreview(path: string) {
  const [asked, setAsked] = useState<ImportOptions | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [shownFor, setShownFor] = useState<ImportOptions | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const body = asked ? { options: asked } : {};
    const look = async (first: boolean) => {
      const answer = await callApi<Looked>("POST", `${path}/preview`, { ...body, first }, leaving.signal);
      if (leaving.signal.aborted) return;
      const more = answer.ok && answer.value.more;
      // What is wrong with the beginning alone may be right in more of it.
      if (!more || answer.value.problem === null) {
        setShownFor(asked);
        setError(answer.ok ? null : answer.message);
        if (answer.ok) setLooked(answer.value);
      }
      if (more) await look(false);
    };
    void look(true);
    return () => leaving.abort();
  }, [path, asked]);

  const current = asked ?? looked?.asked ?? { format: "csv" as const };
  const change = (part: FileChange) => setAsked(without({ ...current, ...part }) as ImportOptions);
  const changeColumn = (name: string, part: Partial<ColumnOptions>) => {
    const columns = current.columns ?? [];
    const before = columns.find((column) => column.name === name) ?? { name };
    const rest = columns.filter((column) => column.name !== name);
    change({ columns: [...rest, without({ ...before, ...part })] });
  };
  const isOld = shownFor !== asked;
  return { asked, current, looked, error, isOld, isFirst: looked?.more ?? false, change, changeColumn };
}

/** The same without what is undefined: it is found out from the file again. */
function without<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
