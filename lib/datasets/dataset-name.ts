/** What a dataset is called that is read from a file, unless somebody says so. */
export function datasetNameOf(fileName: string): string {
  return (
    fileName
      .replace(/\.(gz|gzip|zst|zstd|zip)$/i, "")
      .replace(/\.[^.]+$/, "")
      .replaceAll(/[^\p{L}\p{N}_ .-]+/gu, "-")
      .replace(/^[^\p{L}\p{N}_]+/u, "")
      .slice(0, 100) || "dataset"
  );
}
