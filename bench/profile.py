"""DuckDB's side of the profile bench: moments, exact quantiles, exact distinct counts and Pearson, in this run."""
import json, sys, time
import duckdb

file, width = sys.argv[1], int(sys.argv[2])
db = duckdb.connect()
db.execute("SET threads = 2")
columns = [f"c{i}" for i in range(width)]

def timed(sql):
    started = time.perf_counter()
    db.execute(sql).fetchall()
    return (time.perf_counter() - started) * 1000

source = f"FROM read_parquet('{file}')"
moments = timed("SELECT " + ", ".join(f"min({c}), max({c}), avg({c}), stddev_samp({c}), skewness({c}), kurtosis({c})" for c in columns) + f" {source}")
quantiles = timed("SELECT " + ", ".join(f"quantile_cont({c}, [0.25, 0.5, 0.75])" for c in columns) + f" {source}")
distinct = timed("SELECT " + ", ".join(f"count(DISTINCT {c})" for c in columns) + f" {source}")
pearson = timed("SELECT " + ", ".join(f"corr({a}, {b})" for i, a in enumerate(columns) for b in columns[i + 1:]) + f" {source}")
print(json.dumps({"moments": moments, "quantiles": quantiles, "distinct": distinct, "pearson": pearson}))
