"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { Session } from "@/lib/notebooks/session";
import { languageClient, type LanguageClient } from "./language/client";

/** So many datasets of the project are offered by name. */
const offered = 200;

/** Asks about the types of a notebook's cells for as long as the page stands. */
export function useLanguage(slug: string, session: Session): LanguageClient {
  const [client] = useState(() => {
    let names: Promise<readonly string[]> | null = null;
    return languageClient(session, () => (names ??= datasetsOf(slug)));
  });
  useEffect(() => () => client.close(), [client]);
  return client;
}

async function datasetsOf(slug: string): Promise<readonly string[]> {
  const answer = await callApi<{ datasets: { name: string; number: number }[] }>(
    "GET",
    `/projects/${slug}/datasets?limit=${offered}`,
  );
  return answer.ok ? answer.value.datasets.map(({ name }) => name) : [];
}
