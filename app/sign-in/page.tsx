import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { loadSignInState } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  const state = await loadSignInState();
  if (state.needsSetup) redirect("/setup");
  if (state.signedIn) redirect("/");
  return <SignInForm />;
}
