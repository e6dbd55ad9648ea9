"""Observational law by numpy and scipy: iterative PCA imputation to a fixed point, SVD, least squares through a sigmoid.
Run: python3 observational.py base_llm_benchmark_eval.csv (ryoungj/ObsScaling @ 4d6e1e4, eval_results). Only numbers computed from it are kept.
The small table with gaps is drawn here."""
import csv
import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, minimize


def impute(table, tolerance=1e-13, limit=100000):
    gaps = np.isnan(table)
    mean, sd = np.nanmean(table, 0), np.nanstd(table, 0)
    z = (table - mean) / sd
    z[gaps] = 0
    for iteration in range(limit):
        centre = z.mean(0)
        _, _, v = np.linalg.svd(z - centre, full_matrices=False)
        rebuilt = centre + np.outer((z - centre) @ v[0], v[0])
        change = np.abs(rebuilt - z)[gaps].max() if gaps.any() else 0
        z[gaps] = rebuilt[gaps]
        if change < tolerance:
            break
    return mean + sd * z


def steps(table, tolerance):
    """Iterations until no gap moves by more than the tolerance."""
    gaps = np.isnan(table)
    mean, sd = np.nanmean(table, 0), np.nanstd(table, 0)
    z = (table - mean) / sd
    z[gaps] = 0
    for iteration in range(1, 100000):
        centre = z.mean(0)
        _, _, v = np.linalg.svd(z - centre, full_matrices=False)
        rebuilt = centre + np.outer((z - centre) @ v[0], v[0])
        change = np.abs(rebuilt - z)[gaps].max()
        z[gaps] = rebuilt[gaps]
        if change <= tolerance:
            return iteration


def components(table, k):
    mean = table.mean(0)
    u, s, v = np.linalg.svd(table - mean, full_matrices=False)
    v = v * np.where(v.sum(1, keepdims=True) < 0, -1, 1)
    return mean, s**2 / (s**2).sum(), v[:k]


def law(scores, y, floor, huber=None):
    """Objective, intercept, slopes and floor of the best of several starts."""
    X = np.column_stack([np.ones(len(y)), scores])
    sig = lambda u: 1 / (1 + np.exp(-u))
    fitted = floor == 'fitted'

    def residual(p):
        h = p[-1] if fitted else floor
        return h + (1 - h) * sig(X @ p[: X.shape[1]]) - y

    def total(p):
        r = np.abs(residual(p))
        return (np.where(r <= huber, r**2 / 2, huber * (r - huber / 2)) if huber else r**2 / 2).sum()

    best = None
    rng = np.random.default_rng(0)
    for start in range(12):
        p0 = np.r_[rng.normal(-1, 1), rng.normal(0, 3, X.shape[1] - 1), *([0.05] if fitted else [])]
        bounds = ([-np.inf] * X.shape[1] + [0] * fitted, [np.inf] * X.shape[1] + [0.2] * fitted)
        if huber:
            a = minimize(total, p0, method='BFGS', options={'gtol': 1e-12, 'maxiter': 5000})
            a = minimize(total, a.x, method='Nelder-Mead', options={'xatol': 1e-12, 'fatol': 1e-18, 'maxiter': 40000, 'maxfev': 40000})
            p = a.x
        else:
            p = least_squares(residual, p0, bounds=bounds, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=20000).x
        if best is None or total(p) < best[0]:
            best = (total(p), p)
    value, p = best
    return {
        'objective': value,
        'intercept': p[0],
        'slopes': list(p[1 : X.shape[1]]),
        'floor': p[-1] if fitted else floor,
    }


rng = np.random.default_rng(7)
skill = rng.normal(size=24)
small = 0.5 + 0.15 * np.outer(skill, [1, 0.8, 0.6, 1.1]) + 0.03 * rng.normal(size=(24, 4))
small = np.round(small, 6)
for cell in [(0, 1), (3, 2), (3, 3), (7, 0), (11, 3), (15, 1), (19, 2), (22, 0)]:
    small[cell] = np.nan
completed = impute(small.copy())

names = ['MMLU', 'ARC-C', 'HellaSwag', 'Winograd', 'TruthfulQA', 'XWinograd', 'HumanEval']
rows = list(csv.DictReader(open(sys.argv[1])))
number = lambda cell: float(cell) if cell else np.nan
table = np.array([[number(row[name]) for name in names] for row in rows])
flop = np.array([number(row['FLOPs (1E21)']) for row in rows])
target = np.array([number(row['GSM8K']) for row in rows])
train = (flop <= 84) & ~np.isnan(table).all(1)
full = impute(table[train])
mean, explained, loadings = components(full, 3)
scored = ~np.isnan(target[train])
scores = (full - mean) @ loadings.T
result = {
    'small': {
        'rows': [[None if np.isnan(x) else x for x in row] for row in small],
        'completed': completed.tolist(),
        'iterations1e-4': steps(small.copy(), 1e-4),
        'explained': components(completed, 4)[1].tolist(),
    },
    'real': {
        'benchmarks': names,
        'target': 'GSM8K',
        'trainUpTo': 84e21,
        'componentModels': int(train.sum()),
        'missing': int(np.isnan(table[train]).sum()),
        'n': int(scored.sum()),
        'explained': explained.tolist(),
        'loadings': loadings.tolist(),
        'zero floor': law(scores[scored], target[train][scored], 0),
        'fitted floor': law(scores[scored], target[train][scored], 'fitted'),
        'huber': law(scores[scored], target[train][scored], 0, 0.1),
        'narrow huber': law(scores[scored], target[train][scored], 0, 0.02),
    },
}
Path(__file__).with_suffix('.json').write_text(json.dumps(result, indent=1) + '\n')
