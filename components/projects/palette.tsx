"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useState, type KeyboardEvent } from "react";
import { callApi } from "@/components/ui/call-api";

type Target = { label: string; hint: string; href: string };

/** Search and commands: Ctrl K anywhere. */
export function Palette({ slug }: { slug: string }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <button type="button" className="nav-search">
          <Search className="i" aria-hidden="true" />
          <span className="grow nav-label">Search or run</span>
          <kbd className="nav-label" aria-hidden="true">
            Ctrl K
          </kbd>
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="palette floating high" aria-describedby={undefined}>
          <Dialog.Title className="sr">Search or run a command</Dialog.Title>
          <Choices slug={slug} close={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ slug, close }: { slug: string; close: () => void }) {
  const router = useRouter();
  const [targets, setTargets] = useState<Target[]>(() => placesOf(slug));
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => void thingsOf(slug).then((things) => setTargets([...things, ...placesOf(slug)])), [slug]);

  const found = targets
    .filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()))
    .slice(0, 12);
  const go = (target: Target | undefined) => {
    if (!target) return;
    close();
    router.push(target.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter") go(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="q">
        <Search className="i" aria-hidden="true" />
        <input
          className="grow bare"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-label="Search"
          autoFocus
          value={query}
          onChange={(event) => (setQuery(event.target.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <ul role="listbox" id="palette-list" aria-label="Results">
        {found.map((target, i) => (
          <li
            key={target.href + target.label}
            role="option"
            aria-selected={i === at}
            onMouseEnter={() => setAt(i)}
            onClick={() => go(target)}
          >
            <span className="clip">{target.label}</span>
            <small className="clip">{target.hint}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="palette-none">Nothing here is called that.</p> : null}
    </>
  );
}

function placesOf(slug: string): Target[] {
  const root = `/projects/${slug}`;
  const places = {
    Overview: "",
    Data: "/data",
    Notebooks: "/notebooks",
    Experiments: "/experiments",
    Jobs: "/jobs",
    Models: "/models",
    Members: "/members",
    "Train a model": "/train",
    "Your account and tokens": "../../account",
  };
  return Object.entries(places).map(([label, path]) => ({
    label,
    hint: "go",
    href: path.startsWith("..") ? "/account" : root + path,
  }));
}

async function thingsOf(slug: string): Promise<Target[]> {
  const root = `/projects/${slug}`;
  const [datasets, notebooks, experiments, models] = await Promise.all([
    callApi<{ datasets: { name: string }[] }>("GET", `${root}/datasets`),
    callApi<{ notebooks: { id: string; title: string }[] }>("GET", `${root}/notebooks`),
    callApi<{ experiments: { name: string }[] }>("GET", `${root}/experiments`),
    callApi<{ models: { name: string }[] }>("GET", `${root}/models`),
  ]);
  return [
    ...(datasets.ok
      ? datasets.value.datasets.map(({ name }) => ({
          label: name,
          hint: "dataset",
          href: `${root}/data/${encodeURIComponent(name)}`,
        }))
      : []),
    ...(notebooks.ok
      ? notebooks.value.notebooks.map(({ id, title }) => ({
          label: title,
          hint: "notebook",
          href: `${root}/notebooks/${id}`,
        }))
      : []),
    ...(experiments.ok
      ? experiments.value.experiments.map(({ name }) => ({
          label: name,
          hint: "experiment",
          href: `${root}/experiments/${encodeURIComponent(name)}`,
        }))
      : []),
    ...(models.ok
      ? models.value.models.map(({ name }) => ({
          label: name,
          hint: "model",
          href: `${root}/models/${encodeURIComponent(name)}`,
        }))
      : []),
  ];
}
