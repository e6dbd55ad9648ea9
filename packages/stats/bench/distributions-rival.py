"""SciPy on the calls of distributions.mjs, vectorised: reads {calls, tasks} from stdin, writes processor seconds."""

import json
import sys
import time

import numpy as np
import scipy
from scipy import special as sp
from scipy import stats as st

problem = json.load(sys.stdin)
u = ((np.arange(problem["calls"]) % 1000) + 0.5) / 1000
few = u[: len(u) // 100]
bivariate = st.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]])
# scipy.special where the same function is there, since scipy.stats adds argument checks of its own.
calls = {
    "normal cdf": lambda: sp.ndtr(16 * u - 8),
    "normal quantile": lambda: sp.ndtri(u),
    "normal log cdf": lambda: sp.log_ndtr(60 * u - 50),
    "erfc": lambda: sp.erfc(12 * u - 6),
    "log gamma": lambda: sp.gammaln(30 * u),
    "t cdf, df 5": lambda: sp.stdtr(5, 16 * u - 8),
    "t cdf, df 1000.5": lambda: sp.stdtr(1000.5, 16 * u - 8),
    "t quantile, df 5": lambda: sp.stdtrit(5, u),
    "t quantile, df 1000.5": lambda: sp.stdtrit(1000.5, u),
    "chi-squared cdf, df 3": lambda: sp.chdtr(3, 20 * u),
    "chi-squared quantile, df 3": lambda: 2 * sp.gammaincinv(1.5, u),
    "gamma cdf, shape 1e4": lambda: sp.gammainc(1e4, 9600 + 800 * u),
    "gamma quantile, shape 1e4": lambda: sp.gammaincinv(1e4, u),
    "beta cdf, (2, 5)": lambda: sp.betainc(2, 5, u),
    "beta quantile, (2, 5)": lambda: sp.betaincinv(2, 5, u),
    "beta cdf, (1e5, 1e5)": lambda: sp.betainc(1e5, 1e5, 0.495 + 0.01 * u),
    "beta quantile, (1e5, 1e5)": lambda: sp.betaincinv(1e5, 1e5, u),
    "F cdf, (4, 20)": lambda: sp.fdtr(4, 20, 10 * u),
    "F quantile, (4, 20)": lambda: sp.fdtri(4, 20, u),
    "binomial mass, 100 trials": lambda: st.binom.pmf(np.floor(101 * u), 100, 0.3),
    "binomial cdf, 100 trials": lambda: st.binom.cdf(np.floor(101 * u), 100, 0.3),
    "bivariate normal cdf, 1/100 of the calls": lambda: bivariate.cdf(np.column_stack([6 * few - 3, 0.3 + 0 * few])),
}


def best(run, repetitions=7):
    run()
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


seconds = {task: best(calls[task[: task.rindex(" (")]]) for task in problem["tasks"]}
print(json.dumps({"versions": {"scipy": scipy.__version__, "numpy": np.__version__}, "seconds": seconds}))
