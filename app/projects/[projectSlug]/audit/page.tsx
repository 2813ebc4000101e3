import type { Metadata } from "next";
import * as z from "zod";
import { Audit } from "@/components/projects/audit";
import { loadAudit } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Audit" };
const search = z.object({ before: z.coerce.number().int().optional().catch(undefined) });

export default async function AuditPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/audit">) {
  const { projectSlug } = await params;
  const { before } = search.parse(await searchParams);
  return <Audit slug={projectSlug} {...await loadAudit(projectSlug, before)} />;
}
