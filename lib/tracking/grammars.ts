import type { Grammar } from "@/lib/runs/filter";

export const experimentGrammar: Grammar = {
  kinds: ["attribute", "tag"],
  text: ["name", "experiment_id"],
  numbers: ["creation_time", "last_update_time"],
  lists: ["experiment_id"],
  nullable: true,
};

export const modelGrammar: Grammar = {
  kinds: ["attribute", "tag"],
  text: ["name"],
  numbers: [],
  lists: ["name"],
  nullable: false,
};
/** Registered models can be sorted by more than they can be searched by. */
export const modelOrderGrammar: Grammar = {
  ...modelGrammar,
  kinds: ["attribute"],
  numbers: ["creation_timestamp", "last_updated_timestamp"],
  aliases: { timestamp: "last_updated_timestamp" },
};

export const versionGrammar: Grammar = {
  kinds: ["attribute", "tag"],
  text: ["name", "run_id", "source_path"],
  numbers: ["version_number"],
  lists: ["name", "run_id"],
  nullable: false,
};
export const versionOrderGrammar: Grammar = {
  ...versionGrammar,
  kinds: ["attribute"],
  text: ["name"],
  numbers: ["version_number", "creation_timestamp", "last_updated_timestamp"],
};

export const loggedModelGrammar: Grammar = {
  kinds: ["metric", "param", "tag", "attribute"],
  text: ["name", "model_id", "model_type", "status", "source_run_id", "experiment_id"],
  numbers: ["creation_timestamp_ms", "last_updated_timestamp_ms"],
  aliases: {
    creation_time: "creation_timestamp_ms",
    creation_timestamp: "creation_timestamp_ms",
    last_updated_time: "last_updated_timestamp_ms",
    last_updated_timestamp: "last_updated_timestamp_ms",
  },
  lists: ["*"],
  nullable: false,
};
