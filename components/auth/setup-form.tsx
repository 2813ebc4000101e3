"use client";

import { signIn } from "next-auth/react";
import { type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { AuthLayout } from "./auth-layout";

export function SetupForm() {
  const { pending, error, submit } = useSubmit();

  async function setUp(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { name, email, password } = Object.fromEntries(new FormData(event.currentTarget)) as Record<
      string,
      string
    >;
    if (!(await submit("POST", "/setup", { name, email, password }))) return;
    await signIn("credentials", { email, password, redirect: false });
    location.assign("/");
  }

  return (
    <AuthLayout
      title="Set up Perihelion"
      sentence="You are its first visitor: this makes you its administrator."
      onSubmit={setUp}
    >
      <Field label="Name" name="name" autoComplete="name" required autoFocus />
      <Field label="Email" name="email" type="email" autoComplete="username" required />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 8 characters"
      />
      <ErrorNote message={error} />
      <button className="btn form primary" disabled={pending}>
        Set up
      </button>
    </AuthLayout>
  );
}
