"""Type-7 quantiles, moments, ranks and correlations; python3 moments-and-quantiles.py > moments-and-quantiles.json (NumPy 1.24, SciPy 1.10).

Moments are exact rational arithmetic rounded once; ranks and correlations from SciPy; quantiles from NumPy.
"""

import json
from fractions import Fraction
from math import isqrt

import numpy as np
import scipy
from scipy import stats

generator = np.random.default_rng(11)
samples = {
    "one": [3.5],
    "two": [1.0, 4.0],
    "ties": [2.0, 2.0, 2.0, 5.0, 5.0, 1.0],
    "offset": [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16],
    "numacc4": [1e7 + 0.2] + [1e7 + 0.1, 1e7 + 0.3] * 50,
    "mixed": [1e16, 1.0, -1e16, 3.0, 1e-3],
    "normal": generator.normal(size=41).round(6).tolist(),
    "lognormal": generator.lognormal(0, 3, size=60).tolist(),
    "huge": [1e300, -3e300, 2.5e300, 7e299],
    "tiny": [1e-300, 3e-300, -2e-300, 5e-301],
}
probabilities = [0, 0.001, 0.025, 0.1, 0.25, 0.3333333333333333, 0.5, 0.7, 0.95, 0.999, 1]


def exact(values):
    fractions = [Fraction(v) for v in values]
    n = len(fractions)
    total = sum(fractions)
    row = {"values": values, "sum": float(total), "mean": float(total / n)}
    if n > 1:
        squares = sum((v - total / n) ** 2 for v in fractions) / (n - 1)
        # The root of a fraction: of an integer with 400 bits to spare.
        shift = 2**2000
        row["sd"] = float(Fraction(isqrt(int(squares * shift * shift)), shift))
        row["variance"] = float(squares) if float_range(squares) else None
    row["quantiles"] = [float(q) for q in np.quantile(values, probabilities)]
    row["ranks"] = stats.rankdata(values).tolist()
    return row


def float_range(value):
    return value == 0 or Fraction(1, 10**300) < value < Fraction(10**300)


pairs = []
for n in (2, 5, 40):
    x = generator.normal(size=n)
    y = (0.6 * x + generator.normal(size=n)).round(1)
    pairs.append({"x": x.tolist(), "y": y.tolist(), "pearson": stats.pearsonr(x, y)[0], "spearman": stats.spearmanr(x, y)[0]})
print(
    json.dumps(
        {
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "probabilities": probabilities,
            "samples": {name: exact(values) for name, values in samples.items()},
            "pairs": pairs,
        }
    )
)
