"""What a team's scripts do with an unmodified MLflow client."""
import os
import tempfile

from recorder import finish, kept_names, part, refused  # it records from the first request on

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType

major = int(mlflow.__version__.split(".")[0])
client = MlflowClient()
kept_names.update(["first", "child", "batch", "named", "renamed", "fit", "dropped", "sys"])


@part
def default_experiment():
    experiment = client.get_experiment("0")
    return [experiment.name, experiment.experiment_id, experiment.lifecycle_stage]


@part
def experiments():
    made = client.create_experiment("alpha", tags={"team": "neo", "empty": ""})
    client.create_experiment("beta")
    again = refused(lambda: client.create_experiment("alpha"))
    client.set_experiment_tag(made, "team", "orbits")
    client.rename_experiment(made, "alpha two")
    client.delete_experiment(made)
    deleted = client.get_experiment(made).lifecycle_stage
    twice = refused(lambda: client.delete_experiment(made))
    client.restore_experiment(made)
    listed = [e.name for e in client.search_experiments(filter_string="name LIKE 'alpha%' AND tags.team = 'orbits'")]
    everything = [e.name for e in client.search_experiments(order_by=["name ASC"])]
    return [again, deleted, twice, listed, everything, client.get_experiment_by_name("nothing"), refused(lambda: client.get_experiment("4242")), refused(lambda: client.create_experiment(""))]


mlflow.set_experiment("main")


@part
def logging():
    with mlflow.start_run(run_name="first", description="a **note**") as run:
        mlflow.log_param("depth", 3)
        mlflow.log_params({"trees": "100", "long": "x" * 6100})
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step, timestamp=1_000 + step) if major >= 3 else client.log_metric(run.info.run_id, "loss", 1 / (step + 1), 1_000 + step, step)
        mlflow.log_metrics({"test_f1": 0.9, "train/f1": 0.99, "missing": float("nan")})
        mlflow.set_tags({"stage": "trial", "mlflow.note.content": "note", "dots.and-dashes": "v"})
        changed = refused(lambda: client.log_param(run.info.run_id, "depth", 4))
        same = refused(lambda: client.log_param(run.info.run_id, "depth", 3))
        bad = refused(lambda: client.log_metric(run.info.run_id, "a/../b", 1.0))
        with mlflow.start_run(run_name="child", nested=True):
            mlflow.log_metric("loss", 0.5)
    first = client.get_run(run.info.run_id)
    history = [(m.step, m.value, m.timestamp) for m in client.get_metric_history(run.info.run_id, "loss")]
    client.delete_tag(run.info.run_id, "stage")
    return [changed, same, bad, history, len(first.data.params["long"]), first.info.status, refused(lambda: client.delete_tag(run.info.run_id, "stage")), refused(lambda: client.get_run("0" * 32))]


@part
def batches():
    run = client.create_run(client.get_experiment_by_name("main").experiment_id, run_name="batch", tags={"a": "1"})
    uid = run.info.run_id
    metrics = [Metric(f"m{i % 7}", i / 3, 5_000 + i, i) for i in range(900)]
    client.log_batch(uid, metrics, [Param(f"p{i}", str(i)) for i in range(60)], [RunTag(f"t{i}", "v") for i in range(40)])
    client.log_batch(uid, metrics[:10], [], [])
    late = [Metric("late", 2.0, 10, 5), Metric("late", 1.0, 20, 5), Metric("late", 9.0, 30, 4)]
    client.log_batch(uid, late)
    latest = client.get_run(uid).data.metrics
    clash = refused(lambda: client.log_batch(uid, [Metric("never", 1.0, 1, 1)], [Param("p0", "other")], []))
    count = len(client.get_metric_history(uid, "m0"))
    never = client.get_run(uid).data.metrics.get("never")
    client.set_terminated(uid, "FAILED", 123_456)
    client.update_run(uid, name="renamed") if hasattr(client, "update_run") else None
    client.delete_run(uid)
    deleted = refused(lambda: client.log_param(uid, "x", 1))
    client.restore_run(uid)
    after = client.get_run(uid)
    return [clash, never, count, latest["late"], latest["m6"], deleted, after.info.status, after.info.end_time, after.info.lifecycle_stage, after.info.run_name]


@part
def searching():
    experiment = client.create_experiment("search")
    for i in range(12):
        run = client.create_run(experiment, start_time=1_000_000 + i * 10, run_name=f"named {i}", tags={"parity": "even" if i % 2 == 0 else "odd", "odd name": "x"})
        metrics = [] if i == 3 else [Metric("score", float("nan") if i == 5 else (i * 7) % 11, 1, 0)]
        client.log_batch(run.info.run_id, metrics + [Metric("val loss", i / 2, 1, 0)], [Param("lr", f"0.{i}"), Param("kind", "Forest" if i % 3 == 0 else "linear")], [])
        client.set_terminated(run.info.run_id, "FINISHED" if i % 4 else "FAILED", 2_000_000 + i)

    def names_of(filter_string="", order_by=None, view=ViewType.ACTIVE_ONLY):
        return [r.info.run_name for r in client.search_runs([experiment], filter_string, view, order_by=order_by)]

    filters = [
        "", "metrics.score > 4", "metrics.score >= 4 and metrics.score < 9", "metrics.score != 7", "metrics.`val loss` <= 2", 'metrics."val loss" = 1.5',
        "params.lr = '0.4'", 'params.lr = "0.4"', "params.kind LIKE 'For%'", "params.kind ILIKE 'for%'", "params.kind like 'f%'", "params.lr != '0.4'", "params.nothing IS NULL", "params.kind IS NOT NULL",
        "tags.parity = 'even' AND params.kind = 'Forest'", "tags.`odd name` = 'x'", "tags.nothing != 'x'", "tags.parity IS NULL",
        "attributes.status = 'FAILED'", "status != 'FAILED'", "attribute.start_time > 1000050", "start_time <= 1000020", "run_name LIKE 'named 1%'", "attributes.`run name` = 'named 7'", "end_time >= 2000009",
        "run_id IN ('nothing')", "metric.score > -1e3", "param.lr IN ('0.1')",
        "score > 4", "metrics.score > 'x'", "params.lr > '1'", "metrics.score = 1 or metrics.score = 2", "metrics.score", "metrics.score LIKE '1'", "status IN ('FAILED')", "foo.bar = 'x'", "metrics.score > 1 metrics.score < 2", "params.lr = 0.4", "tags.parity = even", "start_time = 'x'", ";", "metrics.score > 1;", "NOT metrics.score > 1", "metrics.score > 1 AND", "= 1",
    ]
    orders = [["metrics.score DESC"], ["metrics.score ASC"], ["metrics.score"], ["params.kind ASC", "metrics.score DESC"], ["tags.parity DESC", "start_time ASC"], ["attributes.start_time ASC"], ["run_name DESC"], ["metrics.nothing DESC"], ["end_time ASC"], ["metrics.`val loss` DESC"], ["nothing ASC"], ["metrics.score SIDEWAYS"]]
    by_filter = {f: (lambda: names_of(f))() if refused(lambda: names_of(f)) == "taken" else refused(lambda: names_of(f)) for f in filters}
    by_order = {str(o): names_of(order_by=o) if refused(lambda: names_of(order_by=o)) == "taken" else "refused" for o in orders}
    paged, token = [], None
    while True:
        page = client.search_runs([experiment], order_by=["metrics.score DESC"], max_results=5, page_token=token)
        paged += [r.info.run_name for r in page]
        token = page.token
        if not token:
            break
    client.delete_run(client.search_runs([experiment], "attributes.run_name = 'named 0'")[0].info.run_id)
    views = [names_of(view=v) for v in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL)]
    return [by_filter, by_order, paged, views]


@part
def artifacts():
    with mlflow.start_run(run_name="named") as run:
        mlflow.log_text("hello", "notes/a.txt")
        mlflow.log_dict({"k": [1, 2]}, "d.json")
        mlflow.log_dict({"k": 1}, "d.yaml")
        mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
        import numpy as np

        mlflow.log_image(np.zeros((4, 4, 3), dtype=np.uint8), "black.png")
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.plot([1, 2])
        mlflow.log_figure(figure, "plots/line.png")
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "in", "deep"))
            for name, text in (("one.txt", "1"), ("in/two.txt", "22"), ("in/deep/ü name.txt", "333")):
                with open(os.path.join(folder, name), "w") as file:
                    file.write(text)
            mlflow.log_artifacts(folder, "many")
            mlflow.log_artifact(os.path.join(folder, "one.txt"))
    uid = run.info.run_id

    def tree(path=None):
        return [[f.path, f.is_dir, None if f.path.endswith(".png") else f.file_size] + ([tree(f.path)] if f.is_dir else []) for f in sorted(client.list_artifacts(uid, path), key=lambda f: f.path)]

    text = mlflow.artifacts.load_text(f"runs:/{uid}/notes/a.txt")
    down = mlflow.artifacts.download_artifacts(run_id=uid, artifact_path="many")
    files = sorted(os.path.relpath(os.path.join(at, f), down) for at, _, fs in os.walk(down) for f in fs)
    mlflow.artifacts.load_image(f"runs:/{uid}/black.png")
    return [tree(), text, files, mlflow.artifacts.load_dict(f"runs:/{uid}/d.json")]


@part
def datasets():
    import pandas as pd

    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
    with mlflow.start_run(run_name="named") as run:
        mlflow.log_input(mlflow.data.from_pandas(frame, name="neo", targets="y"), context="training")
        mlflow.log_input(mlflow.data.from_pandas(frame, name="neo", targets="y"), context="training")
    inputs = client.get_run(run.info.run_id).inputs.dataset_inputs
    experiment = run.info.experiment_id
    searches = [len(client.search_runs([experiment], f)) for f in ("dataset.name = 'neo'", "datasets.name LIKE 'n%'", "dataset.context = 'training'", "dataset.name = 'other'", "dataset.digest != 'x'", "dataset.name IN ('neo', 'other')")]
    return [[i.dataset.name, i.dataset.digest, [(t.key, t.value) for t in i.tags]] for i in inputs] + searches


@part
def models():
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x = np.array([[0.0], [1.0], [2.0], [3.0]])
    y = np.array([0, 0, 1, 1])
    mlflow.sklearn.autolog(silent=True)
    with mlflow.start_run(run_name="fit") as run:
        model = LogisticRegression().fit(x, y)
    mlflow.sklearn.autolog(disable=True)
    with mlflow.start_run(run_name="fit") as second:
        extra = {"name": "clf"} if major >= 3 else {"artifact_path": "clf"}
        info = mlflow.sklearn.log_model(model, input_example=x[:2], registered_model_name="auto", **extra)
    auto = client.get_run(run.info.run_id)
    expected = model.predict(x).tolist()
    by_uri = mlflow.pyfunc.load_model(info.model_uri).predict(x).tolist()
    by_run = mlflow.sklearn.load_model(f"runs:/{second.info.run_id}/clf").predict(x).tolist()
    by_version = mlflow.pyfunc.load_model("models:/auto/1").predict(x).tolist()
    client.transition_model_version_stage("auto", 1, "Staging")
    by_stage = mlflow.pyfunc.load_model("models:/auto/Staging").predict(x).tolist()
    client.set_registered_model_alias("auto", "champion", 1)
    by_alias = mlflow.pyfunc.load_model("models:/auto@champion").predict(x).tolist()
    keys = [sorted(auto.data.metrics), sorted(auto.data.params), sorted(k for k in auto.data.tags if "git" not in k)]
    return [keys, [by_uri, by_run, by_version, by_stage, by_alias] == [expected] * 5]


@part
def registry():
    uid = client.create_run("0", run_name="named").info.run_id
    source = f"runs:/{uid}/model"
    client.create_registered_model("reg", tags={"t": "1"}, description="about")
    again = refused(lambda: client.create_registered_model("reg"))
    for i in range(3):
        client.create_model_version("reg", f"mlflow-artifacts:/0/{uid}/artifacts/model", uid, tags={"n": str(i)}, description=f"v{i}")
    client.set_registered_model_tag("reg", "owner", "ada")
    client.delete_registered_model_tag("reg", "t")
    client.set_model_version_tag("reg", "1", "k", "v")
    client.delete_model_version_tag("reg", "1", "n")
    client.update_model_version("reg", "2", "described")
    client.update_registered_model("reg", "anew")
    client.set_registered_model_alias("reg", "blue", "2")
    client.set_registered_model_alias("reg", "blue", "3")
    client.transition_model_version_stage("reg", "1", "Production")
    client.transition_model_version_stage("reg", "2", "Production", archive_existing_versions=True)
    stages = {v.version: v.current_stage for v in client.search_model_versions("name = 'reg'")}
    latest = sorted((v.current_stage, v.version) for v in client.get_latest_versions("reg"))
    by_alias = client.get_model_version_by_alias("reg", "blue").version
    uri = client.get_model_version_download_uri("reg", "1").replace(uid, "<uid>")
    client.delete_registered_model_alias("reg", "blue")
    client.delete_model_version("reg", "3")
    client.create_model_version("reg", f"mlflow-artifacts:/0/{uid}/artifacts/model", uid)
    versions = [v.version for v in client.search_model_versions("name='reg'", order_by=["version_number ASC"])]
    client.rename_registered_model("reg", "reg two")
    searches = {f: [m.name for m in client.search_registered_models(f)] if refused(lambda: client.search_registered_models(f)) == "taken" else refused(lambda: client.search_registered_models(f)) for f in ("name = 'reg two'", "name LIKE 'reg%'", "name ILIKE 'REG%'", "tags.owner = 'ada'", "name = 'x' OR name = 'y'", "foo = 'x'", "name > 'x'")}
    of_versions = {f: len(client.search_model_versions(f)) if refused(lambda: client.search_model_versions(f)) == "taken" else refused(lambda: client.search_model_versions(f)) for f in (f"run_id = '{uid}'", "name = 'reg two' AND tags.k = 'v'", "version_number > 2", "source_path LIKE 'mlflow%'", "nothing = 1", f"run_id IN ('{uid}', 'b')")}
    of_versions = {k.replace(uid, "<uid>"): v for k, v in of_versions.items()}
    model = client.get_registered_model("reg two")
    client.delete_registered_model("reg two")
    return [again, stages, latest, by_alias, uri, versions, searches, of_versions, model.description, model.tags, refused(lambda: client.get_registered_model("reg two")), refused(lambda: client.create_registered_model("a/b")), refused(lambda: client.set_registered_model_alias("auto", "latest", 1)), source is not None]


finish()
