import { callApi, type Answer } from "@/components/ui/call-api";

export type ListedDataset = { name: string; number: number; rows: number; columns: number };
type Page = { datasets: ListedDataset[]; next: string | null; total: number };

const pageLength = 200;
/** So many datasets of a project are known to a page; who has more is told. */
export const datasetsKnown = 5_000;

/** The project's datasets by name, each as its newest version: page after page, and how many there are. */
export async function projectDatasets(
  slug: string,
  signal?: AbortSignal,
): Promise<{ datasets: ListedDataset[]; total: number; error: string | null }> {
  const datasets: ListedDataset[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: Answer<Page> = await callApi<Page>("GET", pathOf(slug, after), undefined, signal);
    if (!answer.ok) return { datasets, total: datasets.length, error: answer.message };
    const { next, total }: Page = answer.value;
    datasets.push(...answer.value.datasets);
    if (next === null || datasets.length >= datasetsKnown) return { datasets, total, error: null };
    after = next;
  }
}

function pathOf(slug: string, after: string | null): string {
  const search = new URLSearchParams({ limit: String(pageLength), ...(after === null ? {} : { after }) });
  return `/projects/${slug}/datasets?${search}`;
}
