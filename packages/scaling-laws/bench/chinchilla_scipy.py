"""The Chinchilla fit as it is done with scipy: L-BFGS-B from 4,500 starts with the analytic gradient, then BFGS per bootstrap replicate.

Usage: chinchilla_scipy.py RUNS.json STARTS REPLICATES   (RUNS.json: rows of params, tokens, loss). Prints one JSON object.
Times are processor seconds of one thread; starts and settings follow Hoffmann et al. 2022, appendix D.3, and the notebook of Besiroglu et al. 2024 (sum, not mean).
"""
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')
import itertools
import json
import platform
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize

DELTA = 1e-3
rows = np.array(json.load(open(sys.argv[1])))
starts, replicates = int(sys.argv[2]), int(sys.argv[3])
log_n, log_d, log_l = np.log(rows).T


def objective(theta, x, y, target):
    a, b, e, alpha, beta = theta
    first, second = a - alpha * x, b - beta * y
    top = np.maximum(np.maximum(first, second), e)
    p, q, s = np.exp(first - top), np.exp(second - top), np.exp(e - top)
    total = p + q + s
    residual = top + np.log(total) - target
    size = np.abs(residual)
    value = np.where(size <= DELTA, 0.5 * residual * residual, DELTA * (size - 0.5 * DELTA)).sum()
    psi = np.minimum(np.maximum(residual, -DELTA), DELTA) / total
    p *= psi
    q *= psi
    return value, np.array([p.sum(), q.sum(), psi @ s, -(p @ x), -(q @ y)])


grid = list(itertools.product(range(0, 30, 5), range(0, 30, 5), np.arange(-1, 1.5, 0.5), np.arange(0, 2.5, 0.5), np.arange(0, 2.5, 0.5)))
step = max(1, len(grid) // starts)
chosen = grid[::step]
began = time.process_time()
fits = [minimize(objective, g, args=(log_n, log_d, log_l), jac=True, method='L-BFGS-B') for g in chosen]
grid_s = time.process_time() - began
best = min(fits, key=lambda fit: fit.fun)

random = np.random.default_rng(42)
began = time.process_time()
draws = []
for _ in range(replicates):
    picked = random.integers(0, len(rows), len(rows))
    draws.append(minimize(objective, best.x, args=(log_n[picked], log_d[picked], log_l[picked]), jac=True, method='BFGS', options={'gtol': 1e-8}).x)
bootstrap_s = time.process_time() - began

print(
    json.dumps(
        {
            'python': platform.python_version(),
            'numpy': np.__version__,
            'scipy': scipy.__version__,
            'starts': len(chosen),
            'grid_s': grid_s,
            'objective': float(best.fun),
            'reported_success': sum(bool(fit.success) for fit in fits),
            'within_1_percent': sum(bool(fit.fun <= 1.01 * best.fun) for fit in fits),
            'replicates': replicates,
            'bootstrap_s': bootstrap_s,
            'bootstrap_se_alpha': float(np.std([draw[3] for draw in draws], ddof=1)),
        }
    )
)
