"""Minima of test problems; python3 optimisers.py > optimisers.json (SciPy 1.10, NumPy 1.24).

Rosenbrock, Beale, Wood, Powell's singular and Brown's badly scaled function as in More, Garbow and Hillstrom (1981), and a
logistic regression on simulated data: SciPy's minima with exact derivatives, and what its L-BFGS-B needs (memory 10).
"""

import json

import numpy as np
import scipy
from scipy import optimize

generator = np.random.default_rng(5)
design = np.column_stack([np.ones(60), generator.normal(size=60).round(3), (10 * generator.normal(size=60)).round(2)])
outcome = (generator.uniform(size=60) < 1 / (1 + np.exp(-design @ [0.3, 1.1, -0.08]))).astype(int)


def logistic(b):
    eta = design @ b
    p = 1 / (1 + np.exp(-eta))
    return np.sum(np.logaddexp(0, eta) - outcome * eta), design.T @ (p - outcome), design.T @ (design * (p * (1 - p))[:, None])


def residual_problem(residuals):
    """Sum of squares with the gradient by complex steps, exact to rounding."""

    def f(x):
        x = np.asarray(x, float)
        gradient = np.array([np.sum(residuals(x + 1e-30j * e) ** 2).imag / 1e-30 for e in np.eye(len(x))])
        return float(np.sum(residuals(x.astype(complex)) ** 2).real), gradient

    return f


PROBLEMS = {
    "rosenbrock": (residual_problem(lambda x: np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])), [-1.2, 1]),
    "beale": (residual_problem(lambda x: np.array([1.5 - x[0] * (1 - x[1]), 2.25 - x[0] * (1 - x[1] ** 2), 2.625 - x[0] * (1 - x[1] ** 3)])), [1, 1]),
    "powellSingular": (
        residual_problem(lambda x: np.array([x[0] + 10 * x[1], 5**0.5 * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, 10**0.5 * (x[0] - x[3]) ** 2])),
        [3, -1, 0, 1],
    ),
    "wood": (
        residual_problem(
            lambda x: np.array(
                [10 * (x[1] - x[0] ** 2), 1 - x[0], 90**0.5 * (x[3] - x[2] ** 2), 1 - x[2], 10**0.5 * (x[1] + x[3] - 2), 10**-0.5 * (x[1] - x[3])]
            )
        ),
        [-3, -1, -3, -1],
    ),
    "brown": (residual_problem(lambda x: np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2])), [1, 1]),
}
rows = []
for name, (f, start) in PROBLEMS.items():
    run = optimize.minimize(f, start, jac=True, method="L-BFGS-B", options={"maxcor": 10, "gtol": 1e-8, "ftol": 0, "maxiter": 10000})
    rows.append({"name": name, "start": start, "scipyEvaluations": run.nfev, "scipyValue": run.fun, "scipyX": run.x.tolist()})
fit = optimize.minimize(lambda b: logistic(b)[0], np.zeros(3), jac=lambda b: logistic(b)[1], hess=lambda b: logistic(b)[2], method="trust-exact", options={"gtol": 1e-12})
value, _, hessian = logistic(fit.x)
print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "problems": rows,
            "logistic": {
                "design": design.ravel().tolist(),
                "outcome": outcome.tolist(),
                "coefficients": fit.x.tolist(),
                "value": value,
                "standardErrors": np.sqrt(np.diag(np.linalg.inv(hessian))).tolist(),
            },
        }
    )
)
