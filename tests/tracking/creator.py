"""What somebody without rights beside their own work does with what they make, by MLflow's unmodified clients."""
import os

from recorder import base, finish, part, refused

import mlflow
from mlflow.server.auth.client import AuthServiceClient

auth = AuthServiceClient(base)
for person in ("ada", "bob"):
    auth.create_user(person, "a long password")
    refused(lambda: auth.grant_user_permission(person, "workspace", "*", "USE"))
os.environ["MLFLOW_TRACKING_USERNAME"] = "ada"
os.environ["MLFLOW_TRACKING_PASSWORD"] = "a long password"


@part
def creator():
    client = mlflow.MlflowClient()
    experiment = client.create_experiment("mine")
    client.create_registered_model("mine")
    own = [auth.get_user_permission("ada", kind, name).permission for kind, name in (("experiment", experiment), ("registered_model", "mine"))]
    auth.grant_user_permission("bob", "experiment", experiment, "EDIT")
    auth.grant_user_permission("bob", "registered_model", "mine", "READ")
    auth.revoke_user_permission("bob", "registered_model", "mine")
    client.delete_registered_model("mine")
    client.delete_experiment(experiment)
    return own


@part
def others():
    return refused(lambda: auth.grant_user_permission("bob", "experiment", "0", "MANAGE"))


finish()
