"""Fills an MLflow server with one of everything that a transfer brings along."""
import json
import os
import tempfile

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import Metric
from sklearn.linear_model import LogisticRegression

client = MlflowClient()
gone = client.create_experiment("gone")
client.delete_experiment(gone)
experiment = client.create_experiment("orbits", tags={"team": "neo"})
mlflow.set_experiment("orbits")
frame = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0], "y": [0, 0, 1, 1]})
with mlflow.start_run(run_name="parent", description="a **note**", tags={"task": "classification"}) as parent:
    mlflow.log_params({"depth": "3", "path": "a/b c"})
    client.log_batch(parent.info.run_id, [Metric("loss", 1 / (i + 1), 1_700_000_000_000 + i, i) for i in range(1_000)])
    client.log_batch(parent.info.run_id, [Metric("loss", 1 / (i + 1), 1_700_000_000_000 + i, i) for i in range(1_000, 1_500)])
    client.log_batch(parent.info.run_id, [Metric("odd", value, 1_700_000_000_000, i) for i, value in enumerate([float("nan"), float("inf"), float("-inf"), 0.1 + 0.2])])
    mlflow.log_input(mlflow.data.from_pandas(frame, name="neo", targets="y"), context="training")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "deep", "er"))
        for name in ("top.txt", "deep/er/ü name.txt"):
            with open(os.path.join(folder, name), "w") as file:
                file.write(name * 100)
        mlflow.log_artifacts(folder, "files")
    with mlflow.start_run(run_name="child", nested=True):
        mlflow.log_metric("loss", 0.5)
        model = LogisticRegression().fit(frame[["x"]], frame["y"])
        mlflow.sklearn.log_model(model, name="clf", input_example=frame[["x"]], registered_model_name="hazard")
failed = client.create_run(experiment, run_name="failed", start_time=1_600_000_000_000)
client.set_terminated(failed.info.run_id, "FAILED", 1_600_000_100_000)
deleted = client.create_run(experiment, run_name="deleted")
client.delete_run(deleted.info.run_id)
source = f"{parent.info.artifact_uri}/files"
for _ in range(3):
    client.create_model_version("hazard", source, parent.info.run_id)
client.delete_model_version("hazard", "3")
client.set_registered_model_alias("hazard", "champion", "4")
client.transition_model_version_stage("hazard", "2", "Production")
client.set_model_version_tag("hazard", "2", "checked", "yes")
client.update_registered_model("hazard", "Is it hazardous?")
print(json.dumps({"predictions": model.predict(frame[["x"]]).tolist()}), flush=True)
os._exit(0)
