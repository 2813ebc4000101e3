"use client";

import { ListFilter } from "lucide-react";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import { chosenValues, quoted, toggleValue, type FacetField } from "@/lib/runs/facets";
import type { Field } from "@/lib/runs/fields";
import { useFields } from "./use-fields";

type Props = { slug: string; experiment: string; filter: string; onChange: (filter: string) => void };

/** A filter by clicking: status, data, tags and params of which the newest runs have few values. */
export function Facets({ slug, experiment, filter, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const fields = useFields(slug, experiment, open ? "" : null);
  const facets = (fields?.fields ?? []).flatMap((field) =>
    field.kind !== "metric" && isFacet(field) ? [{ ...field, kind: field.kind }] : [],
  );
  return (
    <Menu
      className="more-menu"
      onToggle={setOpen}
      label={
        <>
          <ListFilter className="i" aria-hidden="true" />
          Facets
        </>
      }
    >
      <div className="columns-menu" role="group" aria-label="Facets">
        {open && fields === null ? <div className="skeleton" aria-busy="true" /> : null}
        {facets.map((field) => (
          <Facet key={`${field.kind} ${field.name}`} field={field} filter={filter} onChange={onChange} />
        ))}
        {fields ? (
          <p className="t3 s12">
            Counted in the newest {fields.lookedAt} runs{fields.more ? "; other names by typing" : ""}.
          </p>
        ) : null}
      </div>
    </Menu>
  );
}

/** Fields that tell runs apart; what the product or a client writes of itself does not. */
function isFacet({ name, values }: Field): boolean {
  return values !== null && values.length > (name === "status" ? 0 : 1) && !name.startsWith("mlflow.");
}

function Facet({
  field,
  filter,
  onChange,
}: {
  field: FacetField & { values: Field["values"] };
  filter: string;
  onChange: Props["onChange"];
}) {
  const chosen = valuesIn(filter, field);
  return (
    <fieldset className="facet">
      <legend className="t3 s12 clip">{field.name}</legend>
      {(field.values ?? [])
        .filter(({ text }) => quoted(text) !== null)
        .map(({ text, runs }) => (
          <label key={text} className="check-row" title={text}>
            <input
              type="checkbox"
              className="check"
              checked={chosen?.includes(text) ?? false}
              disabled={chosen === null}
              onChange={() => onChange(toggleValue(filter, field, text))}
            />
            <span className="grow clip">{text === "" ? "(empty)" : text}</span>
            <span className="t3 s12 num">{runs}</span>
          </label>
        ))}
    </fieldset>
  );
}

/** The chosen values of a field; null while the filter cannot be read. */
function valuesIn(filter: string, field: FacetField): string[] | null {
  try {
    return chosenValues(filter, field);
  } catch {
    return null;
  }
}
