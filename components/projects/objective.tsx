"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";

const example =
  "Which customers will leave within a month? Missing one costs more than calling one too many.";

export function Objective({
  slug,
  objective,
  mayEdit,
}: {
  slug: string;
  objective: string;
  mayEdit: boolean;
}) {
  const router = useRouter();
  const [editing, setEditing] = useState(false);
  const { pending, error, submit } = useSubmit();

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("objective"));
    if (!(await submit("PATCH", `/projects/${slug}`, { objective: text }))) return;
    setEditing(false);
    router.refresh();
  }

  return (
    <section className="sec" aria-labelledby="h-objective">
      <div className="sec-head">
        <h2 id="h-objective">Objective</h2>
        {mayEdit && !editing ? (
          <button type="button" className="btn-link more" onClick={() => setEditing(true)}>
            {objective ? "Edit" : "Write"}
          </button>
        ) : null}
      </div>
      {editing ? (
        <form className="form" onSubmit={save}>
          <textarea
            className="input"
            name="objective"
            rows={4}
            maxLength={2_000}
            defaultValue={objective}
            aria-label="Objective"
            autoFocus
            placeholder={example}
          />
          <ErrorNote message={error} />
          <div className="row">
            <button className="btn form primary" disabled={pending}>
              Save
            </button>
            <button type="button" className="btn form" onClick={() => setEditing(false)}>
              Cancel
            </button>
          </div>
        </form>
      ) : (
        <p className={objective ? "prose" : "t3"}>
          {objective || "What the project is for, who uses its answers, and what a mistake costs."}
        </p>
      )}
    </section>
  );
}
