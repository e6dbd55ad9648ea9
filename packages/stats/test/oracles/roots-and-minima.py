"""Roots and minima of one variable; python3 roots-and-minima.py > roots-and-minima.json (mpmath 1.2, SciPy 1.10).

Places to 30 digits by mpmath; how many evaluations SciPy needs by brentq and minimize_scalar.
"""

import json
import math

import mpmath
import scipy
from scipy import optimize

mpmath.mp.dps = 40
m = mpmath

# name: (f in mpmath, f in doubles, lower, upper, guess for the root)
ROOTS = {
    "cubic": (lambda x: x**3 - 2 * x - 5, lambda x: x**3 - 2 * x - 5, 2, 3, 2.1),
    "cosine": (lambda x: m.cos(x) - x, lambda x: math.cos(x) - x, 0, 1, 0.7),
    "growth": (lambda x: m.exp(x) - m.mpf(10) ** 10, lambda x: math.exp(x) - 1e10, 0, 100, 23),
    "logarithm": (lambda x: m.log(x), lambda x: math.log(x), 1e-10, 1e10, 1),
    "tangent": (lambda x: m.tan(x) - x, lambda x: math.tan(x) - x, 4, 4.7, 4.5),
    "steep": (lambda x: m.atan(1000 * (x - m.mpf(0.123))), lambda x: math.atan(1000 * (x - 0.123)), -1e3, 1e3, 0.123),
    "lambert": (lambda x: x * m.exp(x) - 100, lambda x: x * math.exp(x) - 100, 0, 10, 3.4),
    "minute": (lambda x: x - m.mpf(1e-200), lambda x: x - 1e-200, 0, 1, 1e-200),
    "large": (lambda x: m.mpf(1e200) * (x * x - 2), lambda x: 1e200 * (x * x - 2), 0, 2, 1.4),
    "kepler": (lambda x: x - m.mpf(0.9) * m.sin(x) - m.mpf(0.1), lambda x: x - 0.9 * math.sin(x) - 0.1, 0, 3, 0.6),
    "tail": (lambda x: (1 - x) ** 50 - m.mpf(0.025), lambda x: (1 - x) ** 50 - 0.025, 0, 1, 0.07),
}
MINIMA = {
    "parabola": (lambda x: (x - 2) ** 2, lambda x: (x - 2) ** 2, 0, 5, 2),
    "quartic": (lambda x: x**4 - 3 * x**3 + 2, lambda x: x**4 - 3 * x**3 + 2, 0.5, 5, 2.2),
    "gammaFunction": (lambda x: m.gamma(x), lambda x: math.gamma(x), 0.1, 5, 1.46),
    "entropy": (lambda x: x * m.log(x), lambda x: x * math.log(x), 1e-6, 3, 0.37),
    "trough": (lambda x: -m.exp(-((x - 7) ** 2)), lambda x: -math.exp(-((x - 7) ** 2)), 5, 10, 7),
    "poisson": (lambda x: m.mpf(1e6) * x - 2 * m.log(x), lambda x: 1e6 * x - 2 * math.log(x), 1e-9, 1, 2e-6),
}

roots = []
for name, (exact, double, lower, upper, guess) in ROOTS.items():
    root = mpmath.findroot(exact, guess, tol=1e-60, verify=False) if name != "minute" else m.mpf(1e-200)
    _, run = optimize.brentq(double, lower, upper, xtol=1e-300, rtol=4 * 2.220446049250313e-16, maxiter=1000, full_output=True)
    roots.append({"name": name, "lower": lower, "upper": upper, "root": float(root), "scipyEvaluations": run.function_calls})
minima = []
for name, (exact, double, lower, upper, guess) in MINIMA.items():
    place = mpmath.findroot(lambda x: mpmath.diff(exact, x), guess) if name != "trough" else m.mpf(7)
    run = optimize.minimize_scalar(double, bounds=(lower, upper), method="bounded", options={"xatol": 1e-8 * abs(float(place))})
    minima.append({"name": name, "lower": lower, "upper": upper, "x": float(place), "value": float(exact(place)), "scipyEvaluations": run.nfev})
print(json.dumps({"scipy": scipy.__version__, "roots": roots, "minima": minima}, indent=1))
