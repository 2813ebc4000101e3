import { Field } from "@/components/ui/field";
import type { ParquetOptions } from "@/lib/datasets/import-options";
import { Flag } from "./step-choices";

type Props = { asked: ParquetOptions; onChange: (part: Partial<ParquetOptions>) => void };

/** The options of an archive of Parquet files: what its folders are, and a column that names the file. */
export function FolderFields({ asked, onChange }: Props) {
  return (
    <fieldset>
      <legend>Several files in an archive</legend>
      <Flag
        label="Folders such as year=2022 are columns"
        checked={asked.partitions === "columns"}
        onChange={(checked) => onChange({ partitions: checked ? "columns" : undefined })}
      />
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
