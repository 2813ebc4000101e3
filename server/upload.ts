import { PassThrough } from "node:stream";
import busboy from "busboy";
import type { FastifyRequest } from "fastify";
import { AppError } from "@/lib/errors";
import { requireKeepable } from "@/lib/keepable";
import { limits } from "@/lib/limits";
import type { Blob, Storage } from "@/lib/storage/storage";

export type Upload = { fileName: string; blob: Blob; fields: Record<string, string> };

/**
 * Streams the one file of a multipart request into the storage, never holding more than a chunk of it.
 *
 * @throws {AppError} INVALID without a file, or when the sender went away; TOO_LARGE over the limit
 */
export function receiveUpload(request: FastifyRequest, storage: Storage): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let stored: Promise<{ fileName: string; blob: Blob }> | null = null;
    const form = busboy({
      headers: request.headers,
      limits: { files: 1, fields: 10, fieldSize: limits.importOptionsBytes, fileSize: limits.uploadBytes },
      defParamCharset: "utf8",
    });
    form.on("field", (name, value, { valueTruncated }) => {
      if (valueTruncated) reject(new AppError("TOO_LARGE", `The field ${name} is too long.`));
      fields[name] = value;
    });
    form.on("file", (_name, file, { filename }) => {
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
      stored = storage.put(content).then((blob) => ({ fileName: filename ?? "file.csv", blob }));
      stored.catch(reject);
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
      if (!stored) reject(new AppError("INVALID", "The request holds no file."));
      else
        stored
          .then((upload) => {
            requireKeepable({ file: upload.fileName, ...fields });
            resolve({ ...upload, fields });
          })
          .catch(reject);
    });
    request.raw.pipe(form);
  });
}
