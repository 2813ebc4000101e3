import { PassThrough } from "node:stream";
import busboy from "busboy";
import type { FastifyRequest } from "fastify";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { requireKeepable } from "@/lib/keepable";
import { limits } from "@/lib/limits";
import type { Blob, Storage } from "@/lib/storage/storage";
import { zipOf } from "./zip-upload";

export type Upload = { fileName: string; blob: Blob; fields: Record<string, string> };
type Stored = { fileName: string; blob: Blob };

/**
 * Streams the file of a multipart request into the storage, never holding more than a chunk of it; several
 * files, where they are taken, become one archive in their order.
 *
 * @throws {AppError} INVALID without a file, with several where one is taken, or when the sender went away;
 * TOO_LARGE over the limit
 */
export function receiveUpload(
  request: FastifyRequest,
  storage: Storage,
  { several = false } = {},
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const stored: Promise<Stored>[] = [];
    const most = several ? limits.uploadFiles : 1;
    const form = busboy({
      headers: request.headers,
      limits: {
        files: most + 1,
        fields: 10,
        fieldSize: limits.importOptionsBytes,
        fileSize: limits.uploadBytes,
      },
      defParamCharset: "utf8",
    });
    form.on("field", (name, value, { valueTruncated }) => {
      if (valueTruncated) reject(new AppError("TOO_LARGE", `The field ${name} is too long.`));
      fields[name] = value;
    });
    form.on("file", (_name, file, { filename }) => {
      if (stored.length === most) {
        file.resume();
        return reject(tooMany(most));
      }
      const content = new PassThrough();
      file.on("limit", () =>
        content.destroy(
          new AppError("TOO_LARGE", `A file may have at most ${limits.uploadBytes / 2 ** 30} GB.`),
        ),
      );
      file.pipe(content);
      request.raw.once(
        "close",
        () =>
          request.raw.complete ||
          content.destroy(new AppError("INVALID", "The upload was cut off. Nothing was kept.")),
      );
      const one = storage.put(content).then((blob) => ({ fileName: filename ?? "file.csv", blob }));
      one.catch(reject);
      stored.push(one);
    });
    form.on("error", (error) =>
      reject(
        new AppError(
          "INVALID",
          `The upload cannot be read: ${error instanceof Error ? error.message : error}`,
        ),
      ),
    );
    form.on("close", () => {
      if (stored.length === 0) reject(new AppError("INVALID", "The request holds no file."));
      else
        Promise.all(stored)
          .then((files) => together(files, storage))
          .then((upload) => {
            requireKeepable({ file: upload.fileName, ...fields });
            resolve({ ...upload, fields });
          })
          .catch(reject);
    });
    request.raw.pipe(form);
  });
}

function tooMany(most: number): AppError {
  const said = most === 1 ? "One file is taken here" : `At most ${integer(most)} files are taken at once`;
  return new AppError("INVALID", `${said}; there are more. Nothing was kept.`);
}

/** One file as it is; several as an archive that is called as the first of them. */
async function together(files: readonly Stored[], storage: Storage): Promise<Stored> {
  const [first] = files;
  if (files.length === 1) return first!;
  const names = files.map(({ fileName }) => fileName);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new AppError("INVALID", `Two files are called ${twice}: give each a name of its own.`);
  const bytes = files.reduce((sum, { blob }) => sum + blob.bytes, 0);
  if (bytes > limits.uploadFilesBytes)
    throw new AppError("TOO_LARGE", "Several files at once may have at most 3 GB together.");
  const packed = files.map(({ fileName, blob }) => ({
    name: fileName,
    bytes: blob.bytes,
    pieces: async () => (await storage.stream(blob.sha256)).pieces,
  }));
  const blob = await storage.put(zipOf(packed));
  return { fileName: `${first!.fileName.replace(/\.[^.]+$/, "")}.zip`, blob };
}
