"""scikit-learn's side of the training bench: medians of five, and its 10-fold figures."""
import json, statistics, sys, time
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate

def load(path, width):
    raw = np.fromfile(path, dtype=np.float64).reshape(-1, width + 1)
    return raw[:, :width].copy(), raw[:, width].astype(int)

def median(trees, x, y, times):
    RandomForestClassifier(10, n_jobs=2, random_state=0).fit(x, y)
    taken = []
    for seed in range(times):
        started = time.perf_counter()
        RandomForestClassifier(trees, n_jobs=2, random_state=seed).fit(x, y)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)

neo, neo_width, large, large_width = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
x, y = load(neo, neo_width)
bx, by = load(large, large_width)
folds = cross_validate(RandomForestClassifier(100, n_jobs=2, random_state=0), x, y, cv=StratifiedKFold(10, shuffle=True, random_state=0), scoring=["f1", "roc_auc"])
print(json.dumps({
    "neo100": median(100, x, y, 5), "neo1000": median(1000, x, y, 5), "large100": median(100, bx, by, 3),
    "f1": [folds["test_f1"].mean(), folds["test_f1"].std()], "auc": [folds["test_roc_auc"].mean(), folds["test_roc_auc"].std()],
}))
