"use client";

import { signIn } from "next-auth/react";
import { type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { AuthLayout } from "./auth-layout";
import { RevokeTokens } from "./revoke-tokens";

type Props = { secret: string; name: string; tokens: number };

/** Lets whoever holds a link choose a new password for the person that it was made for. */
export function PasswordLinkForm({ secret, name, tokens }: Props) {
  const { pending, error, submit } = useSubmit();

  async function choose(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { password, revokeTokens } = Object.fromEntries(new FormData(event.currentTarget)) as Record<
      string,
      string
    >;
    const done = await submit<{ email: string }>("POST", `/password/${secret}`, {
      password,
      revokeTokens: revokeTokens === "on",
    });
    if (!done) return;
    await signIn("credentials", { email: done.email, password, redirect: false });
    location.assign("/");
  }

  return (
    <AuthLayout title="Choose a new password" sentence={`For ${name}`} onSubmit={choose}>
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        hint="At least 8 characters"
      />
      <RevokeTokens tokens={tokens} />
      <ErrorNote message={error} />
      <button className="btn form primary" disabled={pending}>
        Save and sign in
      </button>
    </AuthLayout>
  );
}
