"""Runs the scripts of a folder on the files beside them, and writes what each makes as JSON.

For each NAME.py there is a NAME.txt with the path of its Parquet file; second tables are the same one.
"""

import importlib.util
import json
import sys
import traceback
from pathlib import Path


def plain(series):
    missing = series.isna().tolist()
    if series.dtype.kind == "M":
        values = [str(v) for v in series.astype("datetime64[us]").astype("int64").tolist()]
    else:
        values = series.tolist()
    return [None if gone else value for gone, value in zip(missing, values)]


folder = Path(sys.argv[1])
for script in sorted(folder.glob("*.py")):
    spec = importlib.util.spec_from_file_location(script.stem, script)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        path = script.with_suffix(".txt").read_text()
        tables = {name: module.read(path, schema) for name, schema in getattr(module, "TABLES", {}).items()}
        made = module.prepare(module.read(path, module.SCHEMA), *([tables] if tables else []))
        answer = {"columns": list(made.columns), "cells": [plain(made.iloc[:, i]) for i in range(made.shape[1])]}
    except Exception:
        answer = {"error": traceback.format_exc()}
    script.with_suffix(".json").write_text(json.dumps(answer, allow_nan=False))
