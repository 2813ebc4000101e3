"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { valueOfText } from "./value-of-text";

type Props = {
  /** The notebook's address below the API and the pages. */
  notebook: string;
  /** Names of inputs that it has. */
  inputs: readonly string[];
};

/** Asks for a run of the notebook as it is now, with other values for inputs where somebody wants them. */
export function StartRun({ notebook, inputs }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { pending, error, submit } = useSubmit();

  async function start(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = inputs.flatMap((name) => {
      const text = String(form.get(`input ${name}`) ?? "");
      return text.trim() === "" ? [] : [[name, valueOfText(text)] as const];
    });
    const seed = String(form.get("seed") ?? "").trim();
    const body = { inputs: Object.fromEntries(given), ...(seed === "" ? {} : { seed: Number(seed) }) };
    const started = await submit<{ number: number }>("POST", `${notebook}/runs`, body);
    if (!started) return;
    setOpen(false);
    router.push(`${notebook}/runs?run=${started.number}`);
    router.refresh();
  }

  return (
    <>
      <button type="button" className="btn primary" onClick={() => setOpen(true)}>
        <Play className="i" aria-hidden="true" />
        New run
      </button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="New run"
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button type="submit" form="start-run" className="btn form primary" disabled={pending}>
              Run
            </button>
          </>
        }
      >
        <form id="start-run" className="stack" onSubmit={(event) => void start(event)}>
          <p className="t2">
            All cells run without a page, as you, as they are written now. Python cells are skipped, and
            nothing is saved but what the cells show.
          </p>
          {inputs.map((name) => (
            <div className="field" key={name}>
              <label htmlFor={`input-${name}`}>
                <code className="mono">{name}</code>
              </label>
              <input
                id={`input-${name}`}
                name={`input ${name}`}
                className="input mono"
                placeholder="As the notebook has it"
                maxLength={10_000}
                autoComplete="off"
              />
            </div>
          ))}
          <div className="field">
            <label htmlFor="run-seed">Seed</label>
            <input
              id="run-seed"
              name="seed"
              className="input num"
              inputMode="numeric"
              pattern="[0-9]{1,9}"
              title="A whole number of at most nine digits"
              placeholder="By chance"
              autoComplete="off"
            />
          </div>
          <ErrorNote message={error} />
        </form>
      </Dialog>
    </>
  );
}
