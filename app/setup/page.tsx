import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupForm } from "@/components/auth/setup-form";
import { loadSignInState } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  if (!(await loadSignInState()).needsSetup) notFound();
  return <SetupForm />;
}
