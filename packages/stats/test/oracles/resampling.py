"""Bootstraps and permutation tests; python3 resampling.py > resampling.json (NumPy 1.24, SciPy 1.10).

The bootstrap draws come from the independent generator in xoroshiro.py; intervals are computed here with NumPy's quantiles and
SciPy's normal distribution after Efron and Tibshirani (1993, chapters 13 and 14). Permutation tests are SciPy's, exact.
"""

import json

import numpy as np
import scipy
from scipy import stats

from xoroshiro import Xoroshiro

REPLICATES, SEED, LEVEL = 400, 2024, 0.9

generator = np.random.default_rng(8)
x = generator.lognormal(2, 0.3, size=18).round(2).tolist()
y = generator.gamma(9, 0.2, size=18).round(1).tolist()
clusters = ["a", "a", "b", "c", "c", "c", "d", "e", "e", "f", "g", "g", "h", "i", "j", "j", "k", "l"]


def ratio(w):
    return float(np.dot(w, x) / np.dot(w, y))


def average(w):
    return float(np.dot(w, x) / np.sum(w))


def spread(w):
    centre = average(w)
    return float(np.sqrt(np.dot(w, (np.array(x) - centre) ** 2) / np.sum(w)))


def analyse(statistic, labels):
    units = sorted(set(labels), key=list(labels).index)
    number = [units.index(label) for label in labels]
    count = len(units)

    def at(unit_weights):
        return statistic(np.array([unit_weights[u] for u in number], float))

    theta = at([1] * count)
    draws = np.array([at(Xoroshiro(SEED, k).resample(count)) for k in range(REPLICATES)])
    left = np.array([at([int(u != out) for u in range(count)]) for out in range(count)])
    tails = np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    share = (np.sum(draws < theta) + np.sum(draws <= theta)) / (2 * REPLICATES)
    z0 = stats.norm.ppf(share)
    d = left.mean() - left
    a = np.sum(d**3) / (6 * np.sum(d**2) ** 1.5)
    z = z0 + stats.norm.ppf(tails)
    adjusted = stats.norm.cdf(z0 + z / (1 - a * z))
    return {
        "estimate": theta,
        "standardError": float(np.std(draws, ddof=1)),
        "percentile": np.quantile(draws, tails).tolist(),
        "bca": np.quantile(draws, adjusted).tolist(),
        "firstDraws": draws[:3].tolist(),
    }


def permutation(first, second, kind, alternative, statistic=lambda a, b: np.mean(a) - np.mean(b)):
    run = stats.permutation_test((first, second), statistic, permutation_type=kind, alternative=alternative, n_resamples=np.inf)
    return {
        "first": first,
        "second": second,
        "paired": kind == "samples",
        "alternative": alternative,
        "statistic": float(run.statistic),
        "pValue": float(run.pvalue),
    }


two = (generator.normal(52, 11, 6).round().tolist(), generator.normal(41, 17, 7).round().tolist())
pairs = (generator.normal(150, 20, 12).round().tolist(), generator.normal(135, 20, 12).round().tolist())
tests = [permutation(*data, kind, alternative) for alternative in ("two-sided", "greater", "less") for data, kind in ((two, "independent"), (pairs, "samples"))]
tests.append(permutation([1, 2, 2, 3], [2, 2, 4, 5], "independent", "two-sided"))
tests.append(permutation([5, 5], [5, 5], "samples", "two-sided"))
print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "replicates": REPLICATES,
            "seed": SEED,
            "level": LEVEL,
            "x": x,
            "y": y,
            "clusters": clusters,
            "cases": {
                name: {kind: analyse(statistic, labels) for kind, labels in (("plain", list(range(len(x)))), ("clustered", clusters))}
                for name, statistic in (("ratio", ratio), ("average", average), ("spread", spread))
            },
            "permutations": tests,
        }
    )
)
