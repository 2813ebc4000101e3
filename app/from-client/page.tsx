import { redirect } from "next/navigation";
import * as z from "zod";
import { loadClientLink } from "@/lib/tracking/loaders";

const query = z.object({
  project: z.string().max(100).optional().catch(undefined),
  to: z.string().max(20_000).catch(""),
});

export default async function FromClientPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { project, to } = query.parse(await searchParams);
  redirect(await loadClientLink(project, to));
}
