import type { JobsSearch } from "@/lib/jobs/schema";

/** The address of a list of jobs; what is not asked for is left out. */
export function jobsAddress(slug: string, search: { [Key in keyof JobsSearch]: string | undefined }): string {
  const asked = Object.entries(search).flatMap(([key, value]) =>
    value ? [[key, value] as [string, string]] : [],
  );
  const query = new URLSearchParams(asked).toString();
  return `/projects/${slug}/jobs${query ? `?${query}` : ""}`;
}
