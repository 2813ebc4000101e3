import type { Metadata } from "next";
import { JoinForm } from "@/components/auth/join-form";
import { UsedInvitation } from "@/components/auth/used-invitation";
import { loadInvitation } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Join" };

export default async function JoinPage({ params }: PageProps<"/join/[secret]">) {
  const { secret } = await params;
  const invitation = await loadInvitation(secret);
  return invitation ? <JoinForm secret={secret} {...invitation} /> : <UsedInvitation />;
}
