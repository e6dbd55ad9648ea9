"""Reference numbers for tails: SciPy (generalised Pareto by many starts, its profile likelihood by bounded minimisation), mpmath for means and rates.
python3 tails.py > tails.json"""
import json
import mpmath as mp
import numpy as np
import scipy
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2, genpareto

mp.mp.dps = 30
rng = np.random.default_rng(20260101)

def loglik(shape, scale, y):
    return genpareto.logpdf(y, shape, scale=scale).sum()

def best(y):
    """Maximum over shape in [-1, 4] of the maximum over scale."""
    inner = lambda shape: minimize_scalar(lambda s: -loglik(shape, np.exp(s), y), bounds=(np.log(y.max() * max(-shape, 1e-3)) + 1e-12, 8), method="bounded", options={"xatol": 1e-13})
    grid = np.linspace(-0.99, 3, 200)
    values = [inner(shape).fun for shape in grid]
    i = int(np.argmin(values))
    out = minimize_scalar(lambda shape: inner(shape).fun, bounds=(grid[max(i - 1, 0)], grid[min(i + 1, 199)]), method="bounded", options={"xatol": 1e-13})
    return out.x, float(np.exp(inner(out.x).x)), -out.fun

def profile(z, ratio, y):
    def at(shape):
        scale = z / ratio if abs(shape) < 1e-9 else shape * z / np.expm1(shape * ratio)
        return -loglik(shape, scale, y) if scale > 0 else np.inf
    grid = np.linspace(-1, 3, 401)
    values = [at(shape) for shape in grid]
    i = int(np.argmin(values))
    out = minimize_scalar(at, bounds=(grid[max(i - 1, 0)], grid[min(i + 1, 400)]), method="bounded", options={"xatol": 1e-12})
    return -min(out.fun, values[i])

def pareto_case(m, k, shape, scale, threshold, n):
    y = np.sort(genpareto.rvs(shape, scale=scale, size=k, random_state=rng))[::-1]
    xi, sigma, top = best(y)
    ratio = np.log(n * k / m)
    z = sigma * np.expm1(xi * ratio) / xi
    cut = chi2.ppf(0.95, 1) / 2
    loss = lambda x: top - profile(x, ratio, y) - cut
    high = z
    while loss(high) < 0:
        high *= 1.5
    low = z
    while loss(low) < 0:
        low *= 0.8
    return {"m": m, "n": n, "top": [float(threshold + v) for v in y] + [threshold], "shape": float(xi), "scale": sigma, "logLikelihood": float(top),
            "quantile": float(threshold + z), "interval": [float(threshold + brentq(loss, low, z, xtol=1e-10)), float(threshold + brentq(loss, z, high, xtol=1e-10))]}

def linear_mean(a, b, u):
    a, b, u = mp.mpf(a), mp.mpf(b), mp.mpf(u)
    p = lambda x: mp.exp(-mp.exp(-x))
    f = lambda x: mp.exp(a * x + b) * p(x) * mp.exp(-x)
    return mp.log(mp.exp(a * u + b) * p(u) + mp.quad(f, [u + mp.mpf(i) / 20 for i in range(160)] + [u + 8, u + 12, u + 20, u + 60, u + 200]))

def normal_mean(mean, sd):
    mean, sd = mp.mpf(mean), mp.mpf(sd)
    f = lambda x: mp.exp(min(x, mp.mpf(0))) * mp.npdf(x, mean, sd)
    points = sorted({mean + i * sd for i in range(-14, 15)} | {mean + sd * sd + i * sd for i in range(-14, 15)} | {mp.mpf(0)})
    return mp.log(mp.quad(f, points))

def pareto_mean(threshold, exceedance, scale, shape):
    t, s, xi = mp.mpf(threshold), mp.mpf(scale), mp.mpf(shape)
    f = lambda w: mp.exp(-mp.exp(-(t + s * (mp.expm1(xi * w) / xi)))) * mp.exp(-w)
    return mp.log(mp.mpf(exceedance) * mp.quad(f, [0, 0.5, 1, 2, 4, 8, 16, 40, 100]))

def anytime(hits, trials, prior, level):
    a, b = map(mp.mpf, prior)
    mix = mp.log(mp.beta(a + hits, b + trials - hits)) - mp.log(mp.beta(a, b))
    f = lambda p: mix - (hits * mp.log(p) if hits else 0) - ((trials - hits) * mp.log(1 - p) if hits < trials else 0) + mp.log(1 - mp.mpf(level))
    rate = mp.mpf(hits) / trials
    def root(inside, outside):
        for _ in range(120):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if f(middle) < 0 else (inside, middle)
        return inside
    lower = 0 if hits == 0 else root(rate, mp.mpf("1e-20"))
    upper = 1 if hits == trials else root(rate, 1 - mp.mpf("1e-20"))
    return {"hits": hits, "trials": trials, "prior": list(prior), "level": level, "lower": float(lower), "upper": float(upper)}

print(json.dumps({
    "made": f"SciPy {scipy.__version__}, mpmath {mp.__version__}, tails.py",
    "pareto": [pareto_case(1000, 25, 0.2, 0.4, -1.3, 1e5), pareto_case(500, 30, 0.1, 1.0, 2.0, 1e5), pareto_case(5000, 50, -0.3, 0.5, -2.0, 1e6), pareto_case(2000, 100, 0.5, 0.2, 0.0, 1e6)],
    "linearMean": [{"a": a, "b": b, "u": u, "log": float(linear_mean(a, b, u))} for a, b, u in [(-3, -8.4, -1.265), (-1.5, -5, 0.3), (-6, -30, -4), (-0.4, -3, -2), (-40, -300, -7.4)]],
    "normalMean": [{"mean": mean, "sd": sd, "log": float(normal_mean(mean, sd))} for mean, sd in [(-20.7, 4.6), (-12, 3), (-3, 2), (-200, 10), (-1, 0.1)]],
    "paretoMean": [{"threshold": t, "exceedance": e, "scale": s, "shape": x, "log": float(pareto_mean(t, e, s, x))} for t, e, s, x in [(-1.3, 0.01, 0.4, 0.2), (-1.3, 0.01, 0.4, -0.4), (-4, 0.002, 0.3, 0.1), (0.5, 0.1, 1, 0.5), (-2, 0.05, 0.2, -0.9)]],
    "anytime": [anytime(*case) for case in [(0, 1000, (0.5, 0.5), 0.95), (12, 400, (0.5, 0.5), 0.95), (1, 3, (1, 1), 0.9), (40, 40, (0.5, 0.5), 0.99), (3, 10**6, (1, 100), 0.95)]],
}, indent=1))
