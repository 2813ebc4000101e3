"use client";

import { useRouter } from "next/navigation";
import type { JobsSearch } from "@/lib/jobs/schema";
import { jobsAddress } from "./jobs-address";

/** One thing that a list of jobs can be filtered by; `all` is the choice that leaves nothing out. */
export type FilterChoice = {
  key: "status" | "kind" | "person";
  label: string;
  all: string;
  options: readonly { id: string; name: string }[];
};

type Props = { slug: string; search: JobsSearch; choices: readonly FilterChoice[] };

/** What a list of jobs shows; the choice stands in the address, so that a link shows what one sees. */
export function JobFilters({ slug, search, choices }: Props) {
  const router = useRouter();
  return (
    <div className="job-filters" role="group" aria-label="Filter">
      {choices.map(({ key, label, all, options }) => (
        <select
          key={key}
          className="input"
          aria-label={label}
          value={search[key] ?? ""}
          onChange={(event) =>
            router.push(jobsAddress(slug, { ...search, after: undefined, [key]: event.target.value }))
          }
        >
          <option value="">{all}</option>
          {options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}
