"""SciPy and NumPy on the problems of resampling.mjs: reads {name: problem} from stdin, writes processor seconds (best of several)."""

import json
import sys
import time

import numpy as np
import scipy
from scipy import stats

problem = json.load(sys.stdin)
x = np.array(problem["x"])
y = np.array(problem["y"])
generator = np.random.default_rng(1)


def best(run, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def difference(a, b, axis=-1):
    return np.mean(a, axis=axis) - np.mean(b, axis=axis)


def ratio(a, b, axis=-1):
    return np.sum(a, axis=axis) / np.sum(b, axis=axis)



def counts():
    for _ in range(4000):
        np.bincount(generator.integers(240, size=240), minlength=240)


def boot(data, statistic, method, paired=False):
    return lambda: stats.bootstrap(data, statistic, n_resamples=9999, method=method, paired=paired, vectorized=True, random_state=1)


print(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]},
            "seconds": {
                "uniform, 1e6": best(lambda: generator.random(1_000_000), 5),
                "normal, 1e6": best(lambda: generator.standard_normal(1_000_000), 5),
                "resample counts, 4000 x 240": best(counts, 3),
                "bootstrap of a mean, percentile": best(boot((x,), np.mean, "percentile"), 3),
                "bootstrap of a mean, BCa": best(boot((x,), np.mean, "BCa"), 3),
                "bootstrap of a ratio, BCa": best(boot((x, y), ratio, "BCa", True), 3),
                "permutation test, 9999": best(
                    lambda: stats.permutation_test((x, y), difference, n_resamples=9999, vectorized=True, random_state=1), 3
                ),
            },
        }
    )
)
