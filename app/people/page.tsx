import type { Metadata } from "next";
import * as z from "zod";
import { People } from "@/components/auth/people";
import { loadPeople } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "People" };
const query = z.object({
  search: z.string().max(200).catch(""),
  after: z.string().max(254).optional().catch(undefined),
});

export default async function PeoplePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { search, after } = query.parse(await searchParams);
  return <People {...await loadPeople(search, after)} search={search} />;
}
