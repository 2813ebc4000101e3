"use client";

import { Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useAwake } from "@/components/ui/awake";
import { answerOf, type Answer } from "@/components/ui/call-api";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";

type Imported = { id: string; title: string; notes: string[] };

/** A button that makes a notebook of a file; what of the file is otherwise here is said before it opens. */
export function ImportNotebook({ slug }: { slug: string }) {
  const router = useRouter();
  const awake = useAwake();
  const input = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [imported, setImported] = useState<Imported | null>(null);
  const addressOf = ({ id }: Imported) => `/projects/${slug}/notebooks/${id}`;

  async function send(file: File) {
    setPending(true);
    setError(null);
    const answer = await importFile(slug, file);
    setPending(false);
    if (!answer.ok) return setError(answer.message);
    if (answer.value.notes.length === 0) return router.push(addressOf(answer.value));
    setImported(answer.value);
    router.refresh();
  }
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={pending || !awake}
        onClick={() => input.current?.click()}
      >
        <Upload className="i" aria-hidden="true" />
        {pending ? "Importing …" : "Import"}
      </button>
      <input
        ref={input}
        type="file"
        className="sr"
        tabIndex={-1}
        aria-label="A notebook: .ipynb, .html or .py"
        accept=".ipynb,.html,.py"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = ""; // so that the same file can be chosen again
          if (file) void send(file);
        }}
      />
      <ErrorNote message={error} />
      <Dialog
        open={imported !== null}
        onOpenChange={(open) => (open ? null : setImported(null))}
        title={imported ? `${imported.title} was imported` : ""}
        footer={
          imported ? (
            <Link className="btn primary" href={addressOf(imported)}>
              Open notebook
            </Link>
          ) : null
        }
      >
        <p>Nothing of it has run. What of the file is otherwise here:</p>
        <ul className="list">
          {imported?.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}

async function importFile(slug: string, file: File): Promise<Answer<Imported>> {
  try {
    const response = await fetch(
      `/api/projects/${slug}/notebooks/import?${new URLSearchParams({ name: file.name })}`,
      { method: "POST", body: file, headers: { "content-type": "application/octet-stream" } },
    );
    return await answerOf<Imported>(response);
  } catch {
    return { ok: false, code: "OFFLINE", message: "Not connected. Nothing was imported." };
  }
}
