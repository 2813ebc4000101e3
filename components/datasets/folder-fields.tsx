import { Field } from "@/components/ui/field";
import type { SeveralOptions } from "./several-options";
import { Flag } from "./step-choices";

type Props = {
  asked: SeveralOptions;
  onChange: (part: { partitions?: "columns" | undefined; fileColumn?: string | undefined }) => void;
};

/** The options of several files: a column that names the file, and of Parquet what folders are. */
export function FolderFields({ asked, onChange }: Props) {
  return (
    <fieldset>
      <legend>Several files in an archive</legend>
      {asked.format === "parquet" ? (
        <Flag
          label="Folders such as year=2022 are columns"
          checked={asked.partitions === "columns"}
          onChange={(checked) => onChange({ partitions: checked ? "columns" : undefined })}
        />
      ) : null}
      <Field
        label="Column that names the file of each row"
        hint="Left empty, none is added."
        value={asked.fileColumn ?? ""}
        maxLength={300}
        onChange={({ target }) => onChange({ fileColumn: target.value || undefined })}
      />
    </fieldset>
  );
}
