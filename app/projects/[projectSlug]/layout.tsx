import type { ReactNode } from "react";
import { Shell } from "@/components/projects/shell";
import { loadShell } from "@/lib/projects/loaders";

export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ projectSlug: string }>;
}) {
  const { projectSlug } = await params;
  return <Shell {...await loadShell(projectSlug)}>{children}</Shell>;
}
