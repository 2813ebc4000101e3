import { limits } from "@/lib/limits";
import type { DataDeps } from "./commands";
import type { EngineOptions } from "./engine";
import type { ImportPreview } from "./import-preview";
import type { ImportOptions } from "./import-options";
import { readingOf } from "./imported-with";
import { rememberedReading } from "./remembered";
import type { Upload } from "./find-upload";

type Asked = {
  projectId: string;
  name: string;
  upload: Upload;
  options?: ImportOptions | undefined;
  first?: boolean | undefined;
  /** Whether columns of the dataset are masked for whoever asks. */
  isMasked: boolean;
};

/**
 * How a file that was sent would be read into a dataset of some name: its first rows, what is in doubt, and
 * what is wrong with it. `asked` are the options that hold, given or remembered.
 */
export async function previewUpload(
  { db, storage, engine }: DataDeps,
  { projectId, name, upload, options, isMasked, first }: Asked,
  asking: Pick<EngineOptions, "asker" | "signal">,
): Promise<ImportPreview & { asked: ImportOptions; remembered: boolean }> {
  const { fileName, sha256, bytes } = upload;
  const known = await rememberedReading(db, { projectId, name, fileName, isMasked }, options);
  const reading = readingOf(fileName, known.options);
  const file = await storage.localPath(sha256);
  const input = { file, bytes, ...reading, before: known.before, rows: limits.importPreviewRows, first };
  const preview = await engine.run("import-preview", input, asking);
  const asked = known.options ?? { format: preview.used?.format ?? reading.format };
  return { ...preview, asked, remembered: !options && known.options !== undefined };
}
