"use client";

import { signIn } from "next-auth/react";
import { useState, type FormEvent } from "react";
import { useAwake } from "@/components/ui/awake";
import { Field } from "@/components/ui/field";
import { AuthLayout } from "./auth-layout";

export function SignInForm() {
  const awake = useAwake();
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    const answer = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    });
    if (answer?.ok) {
      location.assign(nextPage());
      return;
    }
    setPending(false);
    setError(answer?.error ?? "The server did not answer. Try again.");
  }

  return (
    <AuthLayout title="Sign in" sentence="Your team’s workbench" onSubmit={submit}>
      <Field
        label="Email or user name"
        name="email"
        inputMode="email"
        autoComplete="username"
        required
        autoFocus
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={error}
      />
      <button className="btn form primary" disabled={pending || !awake}>
        Sign in
      </button>
      <p className="t3 s12">No account, or a forgotten password? Ask an administrator for a link.</p>
    </AuthLayout>
  );
}

/**
 * Where to go after signing in: back to the page that asked, if it is ours, with what stood behind its `#`.
 */
function nextPage(): string {
  const wanted = new URLSearchParams(location.search).get("next") ?? "/";
  const next = URL.canParse(wanted, location.origin) ? new URL(wanted, location.origin) : null;
  return next?.origin === location.origin ? next.pathname + next.search + location.hash : "/";
}
