"use client";

import { signIn } from "next-auth/react";
import { type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { AuthLayout } from "./auth-layout";

type Props = { secret: string; project: string; role: string; person: string | null };

export function JoinForm({ secret, project, role, person }: Props) {
  const { pending, error, submit } = useSubmit();

  async function join(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const joined = await submit<{ projectSlug: string }>(
      "POST",
      `/join/${secret}`,
      person ? {} : { name: form.name, email: form.email, password: form.password },
    );
    if (!joined) return;
    if (!person) await signIn("credentials", { email: form.email, password: form.password, redirect: false });
    location.assign(`/projects/${joined.projectSlug}`);
  }

  return (
    <AuthLayout
      title={`Join ${project}`}
      sentence={`You are invited as ${role.toLowerCase()}.`}
      onSubmit={join}
    >
      {person ? (
        <p className="t2">You are signed in as {person}.</p>
      ) : (
        <>
          <Field label="Name" name="name" autoComplete="name" required />
          <Field label="Email" name="email" type="email" autoComplete="username" required />
          <Field
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            required
            hint="At least 8 characters"
          />
        </>
      )}
      <ErrorNote message={error} />
      <button className="btn form primary" disabled={pending}>
        Join
      </button>
    </AuthLayout>
  );
}
