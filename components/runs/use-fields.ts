"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { Fields } from "@/lib/runs/fields";

/**
 * What runs of an experiment can be asked for; asked of the server for each `search`, and not at all while it
 * is null. The answer to an older search never takes the place of a newer one.
 */
export function useFields(slug: string, experiment: string, search: string | null): Fields | null {
  const [fields, setFields] = useState<Fields | null>(null);
  useEffect(() => {
    if (search === null) return;
    let current = true;
    const query = new URLSearchParams({ experiment, ...(search ? { search } : {}) });
    void callApi<Fields>("GET", `/projects/${slug}/runs/fields?${query}`).then((answer) => {
      if (current && answer.ok) setFields(answer.value);
    });
    return () => {
      current = false;
    };
  }, [slug, experiment, search]);
  return fields;
}
