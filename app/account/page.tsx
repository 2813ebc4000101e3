import type { Metadata } from "next";
import { Account } from "@/components/auth/account";
import { loadAccount } from "@/lib/projects/loaders";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  return <Account {...await loadAccount()} />;
}
