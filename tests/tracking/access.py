"""What whoever looks after people does with MLflow's unmodified auth client."""
from recorder import base, finish, part, refused

import mlflow
from mlflow.server.auth.client import AuthServiceClient

auth = AuthServiceClient(base)
experiment = mlflow.MlflowClient().create_experiment("access")
mlflow.MlflowClient().create_registered_model("guarded")


@part
def users():
    user = auth.create_user("ada", "a long password")
    again = refused(lambda: auth.create_user("ada", "a long password"))
    short = refused(lambda: auth.create_user("eve", "short"))
    auth.create_user("bob", "a long password")
    auth.update_user_admin("bob", True)
    admin = auth.get_user("bob").is_admin
    auth.update_user_admin("bob", False)
    auth.update_user_password("bob", "another password")
    auth.delete_user("bob")
    return [user.username, user.is_admin, again, short, admin, auth.get_user("ada").username, refused(lambda: auth.get_user("bob")), refused(lambda: auth.delete_user("bob"))]


@part
def permissions():
    def on(resource_type, resource_id):
        found = auth.get_user_permission("ada", resource_type, resource_id)
        return [found.permission, found.allowed]

    seen = []
    for word in ("READ", "USE", "EDIT", "MANAGE"):
        auth.grant_user_permission("ada", "experiment", experiment, word)
        auth.grant_user_permission("ada", "registered_model", "guarded", word)
        seen.append([on("experiment", experiment), on("registered_model", "guarded")])
        seen.append(refused(lambda: auth.grant_user_permission("ada", "experiment", experiment, "READ")))
        auth.revoke_user_permission("ada", "experiment", experiment)
        auth.revoke_user_permission("ada", "registered_model", "guarded")
    gone = refused(lambda: auth.revoke_user_permission("ada", "experiment", experiment))
    wrong = [refused(lambda: auth.grant_user_permission("ada", *args)) for args in (("experiment", experiment, "OWN"), ("planet", "1", "READ"), ("workspace", "1", "USE"), ("workspace", "*", "READ"))]
    return [seen, gone, wrong, refused(lambda: auth.grant_user_permission("nobody", "experiment", experiment, "READ"))]


@part
def roles():
    role = auth.create_role("default", "analysts", "who look at data")
    again = refused(lambda: auth.create_role("default", "analysts"))
    auth.update_role(role.id, name="scientists", description="who know")
    first = auth.add_role_permission(role.id, "experiment", "*", "READ")
    auth.add_role_permission(role.id, "registered_model", "guarded", "EDIT")
    twice = refused(lambda: auth.add_role_permission(role.id, "experiment", "*", "EDIT"))
    wrong = [refused(lambda: auth.add_role_permission(role.id, *args)) for args in (("experiment", "*", "NO_SUCH"), ("workspace", "7", "USE"), ("planet", "*", "READ"))]
    auth.update_role_permission(first.id, "EDIT")
    listed = sorted((p.resource_type, p.resource_pattern, p.permission) for p in auth.list_role_permissions(role.id))
    auth.assign_role("ada", role.id)
    once = refused(lambda: auth.assign_role("ada", role.id))
    effective = auth.get_user_permission("ada", "experiment", experiment).permission
    mine = [r.name for r in auth.list_user_roles("ada") if not r.name.startswith("__")]
    people = len(auth.list_role_users(role.id))
    auth.unassign_role("ada", role.id)
    after = [refused(lambda: auth.unassign_role("ada", role.id)), len(auth.list_role_users(role.id))]
    auth.remove_role_permission(first.id)
    left = [(p.resource_type, p.permission) for p in auth.get_role(role.id).permissions]
    named = [r.name for r in auth.list_roles("default") if not r.name.startswith("__")]
    auth.delete_role(role.id)
    return [role.name, again, twice, wrong, listed, once, effective, mine, people, after, left, named, refused(lambda: auth.get_role(role.id)), refused(lambda: auth.delete_role(role.id))]


finish()
