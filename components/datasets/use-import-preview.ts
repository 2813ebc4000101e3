import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { ImportPreview } from "@/lib/datasets/engine";
import type { ColumnOptions, ImportOptions } from "@/lib/datasets/import-options";

export type Looked = ImportPreview & { asked: ImportOptions; remembered: boolean };

/** Options of a file, of whatever format; what is undefined is found out again. */
export type FileChange = { [Key in KeyOf<ImportOptions>]?: unknown };
type KeyOf<Options> = Options extends unknown ? keyof Options : never;

/**
 * What somebody asks of a file, and how it would be read so: computed anew with each change, the answer to an
 * earlier one is dropped. Nothing is asked until something is changed: what is remembered holds till then.
 */
export function useImportPreview(path: string) {
  const [asked, setAsked] = useState<ImportOptions | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [shownFor, setShownFor] = useState<ImportOptions | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const body = asked ? { options: asked } : {};
    void callApi<Looked>("POST", `${path}/preview`, body, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      setShownFor(asked);
      setError(answer.ok ? null : answer.message);
      if (answer.ok) setLooked(answer.value);
    });
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
  return { asked, current, looked, error, isOld: shownFor !== asked, change, changeColumn };
}

/** The same without what is undefined: it is found out from the file again. */
function without<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
