"""ydata-profiling's side of the profile bench: its whole default report of a table, without drawing it."""
import json, sys, time
import pandas as pd
from ydata_profiling import ProfileReport

frame = pd.read_parquet(sys.argv[1])
started = time.perf_counter()
ProfileReport(frame, progress_bar=False).get_description()
print(json.dumps({"all": (time.perf_counter() - started) * 1000}))
