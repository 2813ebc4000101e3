"""Records what parts of a scenario find, and every answer on the wire, from the server at MLFLOW_TRACKING_URI.

Ids, times and addresses are brought to one form, so that two servers can be compared.
"""
import json
import os
import re
import sys
import warnings

import requests

warnings.simplefilter("ignore")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
base = os.environ["MLFLOW_TRACKING_URI"]
wire = []
names = {}
current = ["start"]


def name_of(kind, value):
    return names.setdefault((kind, value), f"<{kind} {sum(1 for k, _ in names if k == kind) + 1}>")


def plain(text):
    text = text.replace(base, "<base>")
    text = re.sub(r"m-[0-9a-f]{32}", lambda m: name_of("model", m[0]), text)
    text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", lambda m: name_of("id", m[0]), text)
    text = re.sub(r"\b[0-9a-f]{32}\b", lambda m: name_of("run", m[0]), text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?", "<date>", text)
    return re.sub(r"\b1[78]\d{11}\b", "<time>", text)


# Fields that say where a server keeps things, what it is called, or what it alone has.
left_out = {"sqlstate", "error_class", "workspace", "trace_location", "effective_trace_archival_retention", "message", "user_id", "deployment_job_state", "deployment_job_id", "next_page_token", "name_random", "model_uuid", "creator_id", "status_message", "model_id_of_version"}


def tidy(value, field=None):
    if isinstance(value, dict):
        out = {k: tidy(v, k) for k, v in value.items() if k not in left_out}
        if "next_page_token" in value and value["next_page_token"]:
            out["next_page_token"] = "<token>"
        if field == "info" and "run_name" in out and out["run_name"] not in kept_names:
            out["run_name"] = "<name>"
        if out.get("key") in ("mlflow.runName", "mlflow.source.name", "mlflow.user", "mlflow.source.git.commit") and out.get("value") not in kept_names:
            out["value"] = "<name>"
        return {k: v for k, v in out.items() if v not in (None, "", [], {})}
    if isinstance(value, list):
        items = [tidy(v) for v in value]
        return sorted(items, key=lambda v: json.dumps(v, sort_keys=True)) if field in ("metrics", "params", "tags", "aliases", "model_outputs", "dataset_inputs", "files", "latest_versions") and not ordered(items) else items
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 1.6e12 < value < 1.9e12:
        return "<time>"
    return value


def ordered(items):
    return any(isinstance(item, dict) and "step" in item and "timestamp" in item and item["timestamp"] != "<time>" for item in items)


kept_names = set()
send = requests.Session.send


def recording(self, request, **kwargs):
    response = send(self, request, **kwargs)
    if request.url.startswith(base) and "server-info" not in request.url and "mlflow-artifacts" not in request.url:
        path = plain(request.url[len(base):].split("?")[0]).replace("ajax-api", "api")
        try:
            body = tidy(response.json())
        except ValueError:
            body = f"<{len(response.content)} bytes>"
        wire.append([current[0], f"{request.method} {path} {response.status_code}", body])
    return response


requests.Session.send = recording

import mlflow  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402

found = {}


def part(function):
    """Runs one part; what it returns, or the error code that stopped it, is what was found."""
    current[0] = function.__name__
    try:
        found[function.__name__] = tidy(json.loads(json.dumps(function(), default=str)))
    except MlflowException as error:
        found[function.__name__] = {"error": error.error_code}
    return function


def refused(act):
    try:
        act()
        return "taken"
    except MlflowException as error:
        return error.error_code


def finish():
    """Prints one JSON document; threads that clients leave behind do not hold it up."""
    print(json.dumps({"version": mlflow.__version__, "found": found, "wire": wire}))
    sys.stdout.flush()
    os._exit(0)
