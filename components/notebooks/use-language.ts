"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { ReferenceSchema } from "@/lib/datasets/schemas";
import type { Session } from "@/lib/notebooks/session";
import { projectDatasets } from "./data/project-datasets";
import { languageClient, type LanguageClient } from "./language/client";
import { datasetSchemas } from "./language/dataset-schemas";

/** Asks about the types of a notebook's cells for as long as the page stands. */
export function useLanguage(slug: string, session: Session): LanguageClient {
  const [client] = useState(() => {
    const parts = {
      offered: () => referencesOf(slug),
      load: (asked: readonly string[]) => load(slug, asked),
    };
    return languageClient(session, datasetSchemas(parts));
  });
  useEffect(() => () => client.close(), [client]);
  return client;
}

/** The project's datasets, each by its name and as the newest version. */
async function referencesOf(slug: string): Promise<readonly string[]> {
  const { datasets } = await projectDatasets(slug);
  return datasets.flatMap(({ name, number }) => [name, `${name}@v${number}`]);
}

async function load(slug: string, references: readonly string[]): Promise<readonly ReferenceSchema[] | null> {
  const search = new URLSearchParams({ references: JSON.stringify(references) });
  const answer = await callApi<{ schemas: ReferenceSchema[] }>("GET", `/projects/${slug}/schemas?${search}`);
  return answer.ok ? answer.value.schemas : null;
}
