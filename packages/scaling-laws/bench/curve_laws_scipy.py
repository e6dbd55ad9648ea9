"""The broken law and the over-training law as their authors fit them with scipy.

Usage: curve_laws_scipy.py DATA.json. Prints one JSON object; times are processor seconds, best of five.
Broken law: squares of log(1 + y) over 163,840 grid points in one numpy expression (the authors' ranges), then curve_fit from the best, on the
first 14 points (the authors' choice) and on all 17.
Over-training: curve_fit from 256 starts.
"""
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')
import itertools
import json
import sys
import time
import warnings

import numpy as np
import scipy
from scipy.optimize import curve_fit

warnings.filterwarnings('ignore')
data = json.load(open(sys.argv[1]))
x = np.array([p['x'] for p in data['addition']])
y = np.array([p['loss'] for p in data['addition']])


def bnsl(x, a, b, c0, c1, d1, f1):
    return a + b * x ** -c0 * (1 + (x / d1) ** (1 / f1)) ** (-c1 * f1)


def broken(x, y):
    wide = 1.25 ** np.arange(0, 40, 2.5) - .9
    quarters = np.arange(0, 1, .25)
    axes = [np.arange(0, 1, .1), wide, quarters, quarters, wide, quarters]
    grid = np.array(np.meshgrid(*axes, indexing='ij')).reshape(6, -1)
    a, b, c0, c1, d1, f1 = grid[:, :, None]
    values = a + b * x ** -c0 * (1 + (x / d1) ** (1 / f1)) ** (-c1 * f1)
    best = grid[:, np.nanargmin(((np.log1p(values) - np.log1p(y)) ** 2).mean(axis=1))]
    log = lambda x, *t: np.log1p(bnsl(x, *t))
    found, _ = curve_fit(log, x, np.log1p(y), p0=best, maxfev=1000000)
    return float(((log(x, *found) - np.log1p(y)) ** 2).sum()), grid.shape[1]


n = np.array([r['params'] for r in data['runs']], float)
m = np.array([r['tokens'] for r in data['runs']], float) / n
loss = np.array([r['loss'] for r in data['runs']])


def law(x, a, b, h, e):
    return a * x[0] ** h + b * 6 ** (h / 2) * (x[1] * x[0]) ** h + e


def over_training():
    best = np.inf
    for start in itertools.product([1e2, 3e2, 1e3, 3e3], [1e2, 3e2, 1e3, 3e3], [-.1, -.3], [0, 1, 2, 10]):
        try:
            found, _ = curve_fit(law, (n, m), loss, p0=start, maxfev=10000)
        except RuntimeError:
            continue
        best = min(best, float(((law((n, m), *found) - loss) ** 2).sum()))
    return best


def timed(work, repetitions):
    best = np.inf
    for _ in range(repetitions):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


broken_s, (broken_sse, points) = timed(lambda: broken(x[:14], y[:14]), 3)
all_s, (all_sse, _) = timed(lambda: broken(x, y), 3)
over_s, over_rss = timed(over_training, 3)
print(json.dumps({'scipy': scipy.__version__, 'broken_s': broken_s, 'broken_sse': broken_sse, 'broken_all_s': all_s, 'broken_all_sse': all_sse,
                  'grid_points': points,
                  'over_training_s': over_s, 'over_training_rss': over_rss}))
