"""Eight processes that log at once, as a sweep on one machine does."""
import json
import multiprocessing
import os

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")


def work(i):
    import mlflow

    mlflow.set_experiment("eight")
    with mlflow.start_run(run_name=f"p{i}"):
        mlflow.log_params({f"p{k}": k for k in range(10)})
        for step in range(200):
            mlflow.log_metric("loss", step / 7, step=step)


if __name__ == "__main__":
    import mlflow

    mlflow.set_experiment("eight")
    with multiprocessing.get_context("spawn").Pool(8) as pool:
        pool.map(work, range(8))
    client = mlflow.MlflowClient()
    runs = client.search_runs([client.get_experiment_by_name("eight").experiment_id])
    points = sum(len({(m.step, m.value) for m in client.get_metric_history(r.info.run_id, "loss")}) for r in runs)
    print(json.dumps({"runs": len(runs), "points": points, "params": sum(len(r.data.params) for r in runs)}))
