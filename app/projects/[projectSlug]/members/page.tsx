import type { Metadata } from "next";
import { Members } from "@/components/members/members";
import { loadMembers } from "@/lib/projects/loaders";
import { membersSearch } from "@/lib/projects/schema";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/members">) {
  const { projectSlug } = await params;
  const { after } = membersSearch.parse(await searchParams);
  return <Members slug={projectSlug} {...await loadMembers(projectSlug, after)} />;
}
