import type { Metadata } from "next";
import { Members } from "@/components/projects/members";
import { loadMembers } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: PageProps<"/projects/[projectSlug]/members">) {
  const { projectSlug } = await params;
  return <Members slug={projectSlug} {...await loadMembers(projectSlug)} />;
}
