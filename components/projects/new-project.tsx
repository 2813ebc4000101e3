"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";

export function NewProject({ first }: { first: boolean }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const slug = ownSlug ?? slugOf(name);

  async function create(event: FormEvent) {
    event.preventDefault();
    const project = await submit<{ slug: string }>("POST", "/projects", { name, slug });
    if (project) router.push(`/projects/${project.slug}`);
  }

  return (
    <form className="form" onSubmit={create}>
      <h2>{first ? "Make your first project" : "New project"}</h2>
      <Field
        label="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
        maxLength={100}
        placeholder="Customer churn"
      />
      <Field
        label="Address"
        value={slug}
        onChange={(event) => setOwnSlug(event.target.value)}
        required
        hint={`/projects/${slug || "…"}`}
      />
      <ErrorNote message={error} />
      <div className="row">
        <button className="btn form primary" disabled={pending || !name || !slug}>
          Create project
        </button>
      </div>
    </form>
  );
}

function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 62);
}
