"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { endedWords, RevokeTokens, type Ended } from "./revoke-tokens";

/** Changes one's password, and says what ended with the old one. */
export function AccountPassword({ tokens }: { tokens: number }) {
  const router = useRouter();
  const { pending, error, setError, submit } = useSubmit();
  const [ended, setEnded] = useState<Ended | null>(null);

  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
    setEnded(null);
    if (fields.password !== fields.again) return setError("The new passwords are not the same.");
    const done = await submit<Ended>("POST", "/me/password", {
      current: fields.current,
      password: fields.password,
      revokeTokens: fields.revokeTokens === "on",
    });
    if (!done) return;
    setEnded(done);
    form.reset();
    router.refresh();
  }

  return (
    <section className="sec" aria-labelledby="h-password">
      <div className="sec-head">
        <h2 id="h-password">Password</h2>
      </div>
      <form className="stack" onSubmit={change}>
        <Field
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          hint="At least 8 characters"
        />
        <Field label="New password again" name="again" type="password" autoComplete="new-password" required />
        <RevokeTokens tokens={tokens} />
        <p className="t3 s12">Other browsers are signed out; this one stays.</p>
        <ErrorNote message={error} />
        <div className="row">
          <button className="btn form" disabled={pending}>
            Change password
          </button>
          <span role="status" className="t2">
            {ended ? `Password changed. ${endedWords(ended)}` : ""}
          </span>
        </div>
      </form>
    </section>
  );
}
