import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { loadDoor } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  const door = await loadDoor();
  if (door.needsSetup) redirect("/setup");
  if (door.signedIn) redirect("/");
  return <SignInForm />;
}
