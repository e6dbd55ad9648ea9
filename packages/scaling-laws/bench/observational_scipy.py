"""The steps of an observational law with numpy and scipy, as the paper's code takes them (curve_fit with finite differences, imputation with one
component), timed in processor milliseconds. Run by bench/observational.mjs."""
import csv
import json
import sys
import time
import warnings

import numpy as np
import scipy
from scipy.optimize import curve_fit

warnings.filterwarnings('ignore')
names = ['MMLU', 'ARC-C', 'HellaSwag', 'Winograd', 'TruthfulQA', 'XWinograd', 'HumanEval']
rows = list(csv.DictReader(open(sys.argv[1])))
number = lambda cell: float(cell) if cell else np.nan
table = np.array([[number(row[name]) for name in names] for row in rows])
flop = np.array([number(row['FLOPs (1E21)']) for row in rows])
target = np.array([number(row['GSM8K']) for row in rows])
train = flop <= 84


def impute(table, stop):
    gaps = np.isnan(table)
    mean, sd = np.nanmean(table, 0), np.nanstd(table, 0)
    z = (table - mean) / sd
    z[gaps] = 0
    for _ in range(1000):
        centre = z.mean(0)
        v = np.linalg.svd(z - centre, full_matrices=False)[2]
        rebuilt = centre + np.outer((z - centre) @ v[0], v[0])
        done = np.allclose(z, rebuilt, atol=1e-4) if stop == 'all cells' else np.abs(z - rebuilt)[gaps].max() <= 1e-4
        if done:
            break
        z[gaps] = rebuilt[gaps]
    return mean + sd * z


def fit(floor, stop):
    full = impute(table[train], stop)
    mean = full.mean(0)
    v = np.linalg.svd(full - mean, full_matrices=False)[2]
    X = np.column_stack([np.ones(len(full)), (full - mean) @ v[:3].T])
    if floor:
        f = lambda X, a, b, c, d, h: h + (1 - h) / (1 + np.exp(-X @ np.array([a, b, c, d])))
        bounds = ([-np.inf] * 4 + [0], [np.inf] * 4 + [0.2])
        curve_fit(f, X, target[train], p0=[0, 0.01, 0.01, 0.01, 0], maxfev=10000, bounds=bounds)
    else:
        f = lambda X, a, b, c, d: 1 / (1 + np.exp(-X @ np.array([a, b, c, d])))
        curve_fit(f, X, target[train], p0=[0, 0.01, 0.01, 0.01], maxfev=10000)


def best(repetitions, task):
    least = np.inf
    for _ in range(repetitions):
        start = time.process_time()
        task()
        least = min(least, time.process_time() - start)
    return 1000 * least


print(
    json.dumps(
        {
            'scipy': scipy.__version__,
            'fitMilliseconds': best(10, lambda: fit(False, 'gaps')),
            'fittedFloorMilliseconds': best(5, lambda: fit(True, 'gaps')),
            'fitWithTheStopOfTheirCodeMilliseconds': best(3, lambda: fit(False, 'all cells')),
        }
    )
)
