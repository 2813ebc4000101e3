"""ydata-profiling's side of the benches: its whole default report of a table, drawn as HTML where asked."""
import json, sys, time
import pandas as pd
from ydata_profiling import ProfileReport

frame = pd.read_parquet(sys.argv[1])
started = time.perf_counter()
report = ProfileReport(frame, progress_bar=False)
report.to_html() if "html" in sys.argv[2:] else report.get_description()
print(json.dumps({"all": (time.perf_counter() - started) * 1000}))
