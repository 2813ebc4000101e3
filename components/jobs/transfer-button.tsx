"use client";

import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { answerOf } from "@/components/ui/call-api";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";

type Way = "imports" | "file" | "exports";
const ways: { way: Way; label: string; title: string; says: string; verb: string }[] = [
  {
    way: "imports",
    label: "From a server",
    title: "Import from an MLflow server?",
    says:
      "Brings every experiment, run, metric, file, model and version. " +
      "What was brought before is passed over, so it can be started again.",
    verb: "Import",
  },
  {
    way: "file",
    label: "From its file",
    title: "Import an MLflow database?",
    says:
      "Reads the SQLite file of an MLflow server, such as mlflow.db. " +
      "It holds runs, metrics and models, but no files.",
    verb: "Import",
  },
  {
    way: "exports",
    label: "To a server",
    title: "Export to an MLflow server?",
    says: "Brings everything of this project there, files included. Nothing changes here.",
    verb: "Export",
  },
];

/** Brings everything of an MLflow server into the project, or the project's into one; it goes on as a job. */
export function TransferButton({ slug, primary = false }: { slug: string; primary?: boolean }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [way, setWay] = useState<Way>("imports");
  const [server, setServer] = useState({ url: "", token: "", username: "", password: "" });
  const file = useRef<HTMLInputElement>(null);
  const { pending, error, setError, submit } = useSubmit();
  const chosen = ways.find((entry) => entry.way === way)!;

  async function start() {
    const started =
      way === "file"
        ? await send(file.current?.files?.[0])
        : await submit<{ job: string }>(
            "POST",
            `/projects/${slug}/${way}`,
            Object.fromEntries(Object.entries(server).filter(([, value]) => value !== "")),
          );
    if (started) router.push(`/projects/${slug}/jobs/${started.job}`);
  }
  async function send(chosenFile: File | undefined): Promise<{ job: string } | null> {
    if (!chosenFile) return (setError("Choose the file of an MLflow server, such as mlflow.db."), null);
    const form = new FormData();
    form.append("file", chosenFile);
    const answer = await fetch(`/api/projects/${slug}/imports/file`, { method: "POST", body: form }).then(
      (response) => answerOf<{ job: string }>(response),
      () => ({ ok: false as const, message: "The connection broke. Nothing was kept; try again." }),
    );
    if (answer.ok) return answer.value;
    setError(answer.message);
    return null;
  }

  return (
    <>
      <button
        type="button"
        className={`btn${primary ? " primary" : ""}`}
        onClick={() => (setError(null), setOpen(true))}
      >
        <ArrowLeftRight className="i" aria-hidden="true" />
        Import or export
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={chosen.title}
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button type="submit" form="transfer" className="btn form primary" disabled={pending}>
              {chosen.verb}
            </button>
          </>
        }
      >
        <form
          id="transfer"
          className="grid gap-3"
          onSubmit={(event) => (event.preventDefault(), void start())}
        >
          <div className="seg" role="group" aria-label="Which way">
            {ways.map((entry) => (
              <button
                key={entry.way}
                type="button"
                aria-pressed={entry.way === way}
                onClick={() => (setError(null), setWay(entry.way))}
              >
                {entry.label}
              </button>
            ))}
          </div>
          <p>{chosen.says}</p>
          {way === "file" ? (
            <div className="field">
              <label htmlFor="transfer-file">File</label>
              <input
                id="transfer-file"
                ref={file}
                className="input"
                type="file"
                accept=".db,.sqlite,.sqlite3"
              />
            </div>
          ) : (
            <ServerFields server={server} onChange={setServer} />
          )}
          <ErrorNote message={error} />
        </form>
      </Dialog>
    </>
  );
}

type Server = { url: string; token: string; username: string; password: string };

/** Where the other server is, and who we are there. */
function ServerFields({ server, onChange }: { server: Server; onChange: (server: Server) => void }) {
  const field = (name: keyof Server) => ({
    value: server[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...server, [name]: event.target.value }),
  });
  return (
    <>
      <Field
        label="Address"
        required
        type="url"
        placeholder="https://mlflow.example.com"
        autoComplete="off"
        {...field("url")}
      />
      <Field
        label="Token (optional)"
        type="password"
        autoComplete="off"
        hint="Kept until the job ends, and shown to nobody."
        {...field("token")}
      />
      <div className="pair">
        <Field label="User name (optional)" autoComplete="off" {...field("username")} />
        <Field label="Password (optional)" type="password" autoComplete="off" {...field("password")} />
      </div>
    </>
  );
}
