"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";

/** Changes one's name; the password tells that it is not somebody else at this browser. */
export function AccountName({ name }: { name: string }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [saved, setSaved] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
    setSaved(false);
    if (!(await submit("PATCH", "/me", { name: fields.name, current: fields.current }))) return;
    setSaved(true);
    form.reset();
    router.refresh();
  }

  return (
    <section className="sec" aria-labelledby="h-name">
      <div className="sec-head">
        <h2 id="h-name">Name</h2>
      </div>
      <form className="stack" onSubmit={save}>
        <Field
          key={name}
          label="Name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={name}
        />
        <Field
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <ErrorNote message={error} />
        <div className="row">
          <button className="btn form" disabled={pending}>
            Change name
          </button>
          <span role="status" className="t2">
            {saved ? "Changed." : ""}
          </span>
        </div>
      </form>
    </section>
  );
}
