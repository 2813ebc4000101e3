export const languages = ["Python", "Java", "R", "curl"] as const;
export type Language = (typeof languages)[number];

/**
 * The lines that make a client of a language log to a tracking address; `token` stands where there is one.
 */
export function clientLines(language: Language, address: string, token: string): string {
  switch (language) {
    case "Python":
      return (
        `export MLFLOW_TRACKING_URI=${address}\nexport MLFLOW_TRACKING_TOKEN=${token}\n` +
        `python -c "import mlflow; mlflow.log_metric('loss', 0.1)"`
      );
    case "Java":
      return (
        `export MLFLOW_TRACKING_TOKEN=${token}\n// then, in Java:\n` +
        `var client = new MlflowClient(new BasicMlflowHostCreds("${address}", ` +
        `System.getenv("MLFLOW_TRACKING_TOKEN")));`
      );
    case "R":
      return (
        `Sys.setenv(MLFLOW_TRACKING_URI = "${address}", MLFLOW_TRACKING_TOKEN = "${token}")\n` +
        `library(mlflow)\nwith(mlflow_start_run(), mlflow_log_metric("loss", 0.1))`
      );
    case "curl":
      return (
        `curl ${address}/api/2.0/mlflow/runs/create \\\n` +
        `  -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\\n` +
        `  -d '{"experiment_id": "0"}'`
      );
  }
}
