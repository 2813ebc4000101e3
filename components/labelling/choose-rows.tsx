import { Choice } from "@/components/datasets/step-choices";
import { Field } from "@/components/ui/field";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { Lines } from "./lines-field";
import type { TaskDraft } from "./task-draft";

type Props = {
  draft: TaskDraft;
  names: readonly string[];
  models: readonly { name: string; version: number }[];
  onChange: (part: Partial<TaskDraft>) => void;
};

/** Which rows of a version are labelled. */
export function ChooseRows({ draft, names, models, onChange }: Props) {
  const { kind } = draft;
  return (
    <>
      <Choice
        label="Rows"
        value={kind}
        options={[
          { value: "filter", label: "in their order" },
          { value: "random", label: "by chance" },
          { value: "uncertain", label: "that a model is least sure of" },
          { value: "keys", label: "by a key" },
        ]}
        hint={`${integer(limits.labelRows)} at most`}
        onChange={(chosen = "filter") => onChange({ kind: chosen as TaskDraft["kind"] })}
      />
      {kind === "random" || kind === "uncertain" ? (
        <Field
          label="How many"
          type="number"
          min={1}
          max={limits.labelRows}
          required
          value={draft.count}
          onChange={({ target }) => onChange({ count: target.value })}
        />
      ) : null}
      {kind === "random" ? (
        <Field
          label="Seed"
          type="number"
          min={0}
          required
          value={draft.seed}
          onChange={({ target }) => onChange({ seed: target.value })}
        />
      ) : null}
      {kind === "uncertain" ? <ModelChoice draft={draft} models={models} onChange={onChange} /> : null}
      {kind === "keys" ? (
        <>
          <Choice
            label="Key"
            value={draft.keyColumn}
            options={names}
            onChange={(keyColumn = "") => onChange({ keyColumn })}
          />
          <Lines
            label="Values"
            hint="One a line; all rows that have one of them"
            value={draft.keys}
            onChange={(keys) => onChange({ keys })}
          />
        </>
      ) : (
        <Field
          label="Only where, optional"
          placeholder={'such as "H" <= 22'}
          hint="A formula that is true of them"
          value={draft.filter}
          onChange={({ target }) => onChange({ filter: target.value })}
        />
      )}
    </>
  );
}

function ModelChoice({ draft, models, onChange }: Omit<Props, "names">) {
  return (
    <>
      <Choice
        label="Model"
        value={draft.model}
        empty="That of a run"
        options={models.map(({ name, version }) => `${name} v${version}`)}
        hint="Rows first whose two largest probabilities lie nearest to each other"
        onChange={(model = "") => onChange({ model })}
      />
      {draft.model === "" ? (
        <Field
          label="Run"
          required
          hint="Its id, as it stands on its page"
          value={draft.run}
          onChange={({ target }) => onChange({ run: target.value })}
        />
      ) : null}
    </>
  );
}
