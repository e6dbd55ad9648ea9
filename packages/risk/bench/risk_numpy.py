"""The rival of risk.mjs: the same tasks as one would write them with NumPy and SciPy. Reads the problem from stdin, prints seconds."""
import json
import sys
import time
import numpy as np
import scipy
from scipy import integrate, stats

problem = json.load(sys.stdin)
rng = np.random.default_rng(1)
logp = np.array(problem["logP"])
m, k = len(logp), 10

def best(run, repetitions=3):
    fastest = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        run()
        fastest = min(fastest, time.process_time() - start)
    return fastest

def ols(psi):
    top = np.sort(psi)[::-1][:k]
    return np.polyfit(top, np.log(np.arange(1, k + 1) / m), 1)

def forecast(replicates):
    psi = -np.log(-logp)
    ols(psi)
    draws = []
    for _ in range(replicates):
        sample = psi[rng.integers(0, m, m)]
        a, b = ols(np.partition(sample, m - k)[m - k:])
        draws.append([(-np.log(n) - b) / a for n in (1e6, 1e7, 1e8)])
    return np.quantile(draws, [0.025, 0.975], axis=0)

n, d = problem["n"], problem["detectors"]
difficulty = rng.random(n)
caught = rng.random((d, n)) > 0.3 * difficulty

def layers():
    miss = ~caught
    joint = miss.all(axis=0).sum()
    interval = stats.binomtest(int(joint), n).proportion_ci(method="exact")
    pairs = []
    for i in range(d):
        for j in range(i + 1, d):
            both = (miss[i] & miss[j]).sum()
            a, b = miss[i].sum(), miss[j].sum()
            table = [[both, a - both], [b - both, n - a - b + both]]
            pairs.append((np.corrcoef(miss[i], miss[j])[0, 1], stats.chi2_contingency(table).pvalue))
    alone = [(miss[[x for x in range(d) if x != j]].all(axis=0) & caught[j]).sum() for j in range(d)]
    return joint, interval, pairs, alone

def copula():
    z = stats.norm.ppf(0.1)
    return integrate.quad(lambda x: stats.norm.pdf(x) * stats.norm.cdf((z - np.sqrt(0.5) * x) / np.sqrt(0.5)) ** 10, -10, 10)

# 20 bootstraps, scaled to 2,000.
seconds = {
    "forecast, ols, 2000 bootstraps of 1e5": 100 * best(lambda: forecast(20)),
    "layers, 1e6 items x 6 detectors": best(layers),
    "copula of 10 layers": best(copula),
}
print(json.dumps({"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "seconds": seconds}))
