import { callApi } from "@/components/ui/call-api";
import type { Looked } from "./use-import-preview";

type Next = { doubt: string } | { name: string } | { job: string } | { error: string };

/** Imports a file that was sent at once where nothing about it is in doubt; else it is to be looked at. */
export async function importUpload(slug: string, upload: string): Promise<Next> {
  const path = `/projects/${slug}/uploads/${upload}`;
  const looked = await callApi<Looked>("POST", `${path}/preview`, {});
  if (!looked.ok) return { error: looked.message };
  const { problem, questions, asked } = looked.value;
  const isText = asked.format === "csv";
  if (isText && (problem !== null || questions.length > 0)) return { doubt: upload };
  const made = await callApi<{ name?: string; job?: string }>("POST", `${path}/import`, {});
  if (!made.ok) return isText ? { doubt: upload } : { error: made.message };
  if (made.value.job) return { job: made.value.job };
  return { name: made.value.name! };
}
