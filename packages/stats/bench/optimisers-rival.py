"""SciPy on the problems of optimisers.mjs, vectorised with NumPy where it can be: problem from stdin, processor seconds to stdout."""

import json
import math
import sys
import time

import numpy as np
import scipy
from scipy import optimize

problem = json.load(sys.stdin)
design = np.array(problem["design"]).reshape(-1, problem["width"])
outcome = np.array(problem["outcome"])


def best(run, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def value_and_gradient(b):
    eta = design @ b
    p = 1 / (1 + np.exp(-eta))
    return np.sum(np.logaddexp(0, eta) - outcome * eta), design.T @ (p - outcome)


def hessian(b):
    p = 1 / (1 + np.exp(-(design @ b)))
    return design.T @ (design * (p * (1 - p))[:, None])


def valleys(x):
    a, b = x[::2], x[1::2]
    gradient = np.empty_like(x)
    gradient[::2] = -400 * a * (b - a * a) - 2 * (1 - a)
    gradient[1::2] = 200 * (b - a * a)
    return np.sum(100 * (b - a * a) ** 2 + (1 - a) ** 2), gradient


def roots():
    for k in range(1000):
        optimize.brentq(lambda x: math.cos(x) - (0.5 + k / 500) * x, 0, 2, xtol=1e-300, rtol=4 * np.finfo(float).eps)


def minima():
    for k in range(1000):
        optimize.minimize_scalar(lambda x: (x - k / 1000) ** 2 + math.exp(x), bounds=(-3, 3), method="bounded", options={"xatol": 1.5e-8})


def fits(**options):
    for _ in range(100):
        optimize.minimize(value_and_gradient, np.zeros(design.shape[1]), jac=True, **options)


tight = {"gtol": 1e-8, "ftol": 0, "maxiter": 1000}
print(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]},
            "seconds": {
                "brentRoot, 1000 roots of cos x - k x": best(roots, 3),
                "brentMinimum, 1000 minima": best(minima, 3),
                "dampedNewton, logistic 500 x 5, 100 fits": best(lambda: fits(hess=hessian, method="trust-exact", options={"gtol": 1e-8}), 3),
                "lbfgs, logistic 500 x 5, 100 fits": best(lambda: fits(method="L-BFGS-B", options=tight), 3),
                "lbfgs, Rosenbrock in 1000 coordinates": best(
                    lambda: optimize.minimize(valleys, np.tile([-1.2, 1.0], 500), jac=True, method="L-BFGS-B", options=tight), 3
                ),
            },
        }
    )
)
