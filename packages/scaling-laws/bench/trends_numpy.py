"""Trends, horizons and repeated sampling as they are done with numpy and scipy.

Usage: trends_numpy.py DATA.json REPLICATES HORIZON_REPLICATES. Prints one JSON object; times are processor seconds of one thread.
The trend bootstrap is fully vectorised. The horizon bootstrap resamples index arrays family by family, as METR's pipeline does, and minimises
the penalised logistic loss by L-BFGS-B with the analytic gradient (scikit-learn's solver, without scikit-learn's overhead).
"""
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')
import json
import platform
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import betaln, digamma

data = json.load(open(sys.argv[1]))
replicates, horizon_replicates = int(sys.argv[2]), int(sys.argv[3])
t, y = np.array(sorted(data['points'])).T
random = np.random.default_rng(1)


def ols(t, y):
    X = np.c_[np.ones_like(t), t]
    inverse = np.linalg.inv(X.T @ X)
    b = inverse @ X.T @ y
    residual = y - X @ b
    leverage = np.einsum('ij,jk,ik->i', X, inverse, X)
    hc3 = inverse @ (X.T * (residual / (1 - leverage)) ** 2) @ X @ inverse
    return b, np.sqrt(hc3[1, 1])


def best_of(repetitions, work):
    times = []
    for _ in range(repetitions):
        began = time.process_time()
        result = work()
        times.append(time.process_time() - began)
    return min(times), result


def bootstrap():
    picked = random.integers(0, len(t), (replicates, len(t)))
    x, z = t[picked], y[picked]
    x -= x.mean(1, keepdims=True)
    return np.quantile((x * z).sum(1) / (x * x).sum(1), [0.05, 0.95])


def breaks():
    def rss(X):
        b, *_ = np.linalg.lstsq(X, y, rcond=None)
        return ((y - X @ b) ** 2).sum()

    one = np.ones_like(t)
    found = [rss(np.c_[one, t])]
    candidates = [b for b in np.unique(t) if (t < b).sum() >= 10 and (t >= b).sum() >= 10]
    found.append(min(rss(np.c_[one, t, np.maximum(t - b, 0)]) for b in candidates))
    found.append(min(rss(np.c_[one, t, t >= b, t * (t >= b)]) for b in candidates))
    found.append(min(rss(np.c_[one, -np.log10(t.max() + np.exp(u) - t)]) for u in np.linspace(np.log(0.05), np.log(1000), 360)))
    return found


trend_s, (b, hc3) = best_of(50, lambda: ols(t, y))
trend_bootstrap_s, _ = best_of(3, bootstrap)
breaks_s, _ = best_of(2, breaks)

runs = data['runs']
agent = np.array([int(r['agent'][1:]) for r in runs])
task = np.array([int(r['task']) for r in runs])
family = np.array([int(r['family']) for r in runs])
x = np.log2([r['minutes'] for r in runs])
score = np.array([r['score'] for r in runs], float)
weight = np.zeros(len(runs))
for a in range(agent.max() + 1):
    own = np.flatnonzero(agent == a)
    per_task = np.bincount(task[own])
    size = np.array([len(set(task[own][family[own] == f])) for f in range(family.max() + 1)])
    w = 1 / (per_task[task[own]] * np.sqrt(size[family[own]]))
    weight[own] = w / w.sum()


def horizon(rows):
    xs, s, w = x[rows], score[rows], weight[rows]

    def objective(q):
        eta = q[0] + q[1] * xs
        r = w * (1 / (1 + np.exp(-eta)) - s)
        return (w * (np.logaddexp(0, eta) - s * eta)).sum() + 0.05 * q[1] ** 2, np.array([r.sum(), r @ xs + 0.1 * q[1]])

    q = minimize(objective, [0, 0], jac=True, method='L-BFGS-B').x
    return 2 ** (-q[0] / q[1])


tasks_of = [np.unique(task[family == f]) for f in range(family.max() + 1)]
rows_of = {(k, a): np.flatnonzero((task == k) & (agent == a)) for k in range(task.max() + 1) for a in range(agent.max() + 1)}


def resample():
    drawn = [[] for _ in range(agent.max() + 1)]
    for f in random.integers(0, len(tasks_of), len(tasks_of)):
        for k in random.choice(tasks_of[f], len(tasks_of[f])):
            for a, rows in enumerate(drawn):
                own = rows_of[k, a]
                rows.append(own[random.integers(0, len(own), len(own))])
    return [horizon(np.concatenate(rows)) for rows in drawn]


began = time.process_time()
for _ in range(horizon_replicates):
    resample()
horizon_bootstrap_s = time.process_time() - began

n = np.array([p['attempts'] for p in data['problems']], float)
c = np.array([p['successes'] for p in data['problems']], float)


def beta_binomial(q):
    a, b = np.exp(q)
    value = -(betaln(a + c, b + n - c) - betaln(a, b)).sum()
    common = digamma(a + b) - digamma(a + b + n)
    return value, -np.array([a * (digamma(a + c) - digamma(a) + common).sum(), b * (digamma(b + n - c) - digamma(b) + common).sum()])


beta_binomial_s, fit = best_of(10, lambda: minimize(beta_binomial, [-1, 1], jac=True, method='BFGS', options={'gtol': 1e-7}))

print(
    json.dumps(
        {
            'python': platform.python_version(),
            'numpy': np.__version__,
            'scipy': scipy.__version__,
            'trend_s': trend_s,
            'trend_bootstrap_s': trend_bootstrap_s,
            'breaks_s': breaks_s,
            'horizon_bootstrap_s': horizon_bootstrap_s,
            'beta_binomial_s': beta_binomial_s,
            'slope': b[1],
            'hc3': hc3,
            'p50': horizon(np.flatnonzero(agent == 0)),
            'alpha': float(np.exp(fit.x[0])),
        }
    )
)
