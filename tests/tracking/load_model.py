"""Opens a model that was trained on the server with MLflow's own loader, and asks it."""
import json
import os

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
import mlflow  # noqa: E402
import pandas as pd  # noqa: E402

model = mlflow.pyfunc.load_model(f"runs:/{os.environ['RUN']}/model")
types = {column.name: str(column.type).split(".")[-1] for column in model.metadata.signature.inputs.inputs}
frame = pd.DataFrame({"count": [1, 16, 3, 15], "size": [0.5, 1.0, 1.5, 2.0], "flag": [True, False, True, False], "kind": pd.Series(["a", "b", "c", "a"], dtype=object)})
answer = model.predict(frame)
labels = [str(value) for value in (answer["label"] if isinstance(answer, dict) else answer["label"].tolist())]
print(json.dumps({"types": types, "rows": len(frame), "labels": labels}))
