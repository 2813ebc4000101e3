import type { Metadata } from "next";
import { PasswordLinkForm } from "@/components/auth/password-link-form";
import { UsedPasswordLink } from "@/components/auth/used-password-link";
import { loadPasswordLink } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "New password" };

export default async function PasswordPage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const link = await loadPasswordLink(secret);
  return link ? <PasswordLinkForm secret={secret} {...link} /> : <UsedPasswordLink />;
}
