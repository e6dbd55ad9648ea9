"""Optima of short curves by scipy, E >= 0, from a fine grid of exponents and every pair of points: python3 power-offset.py"""
import json
import numpy as np
from scipy.optimize import least_squares, linprog

def curve(seed, n):
    """Falls by steps of chance: two stretches may follow two laws."""
    rng = np.random.default_rng(seed)
    steps = 0.3 * 0.75 ** np.arange(n - 1) * np.exp(0.5 * rng.standard_normal(n - 1))
    return 1e3 * 4.0 ** np.arange(n), np.exp(np.r_[0, -np.cumsum(steps)])


def absolute(x, y):
    """Sum of absolute log residuals: sequential linear programs from the best pairs of points."""
    u = np.log(x) - np.log(x).mean()
    res = lambda t: np.log(np.exp(t[0] - t[2] * u) + t[1]) - np.log(y)
    starts = []
    for c in np.geomspace(0.005, 3, 300):
        p = np.exp(-c * u)
        for i in range(len(x)):
            for j in range(i):
                B = (y[i] - y[j]) / (p[i] - p[j])
                E = y[i] - B * p[i]
                if B > 0 and E >= 0:
                    starts.append((np.abs(np.log(E + B * p) - np.log(y)).sum(), [np.log(B), E, c]))
    starts.sort(key=lambda s: s[0])
    best = (np.inf, None)
    for _, t in starts[:40]:
        t, radius = np.array(t), 0.1
        value = np.abs(res(t)).sum()
        while radius > 1e-14:
            mu = np.exp(t[0] - t[2] * u) + t[1]
            p = (mu - t[1]) / mu
            J = np.c_[p, 1 / mu, -p * u]
            n = len(x)
            lp = linprog(np.r_[0, 0, 0, np.ones(n)], np.block([[J, -np.eye(n)], [-J, -np.eye(n)]]), np.r_[-res(t), res(t)],
                         bounds=[(-radius, radius), (max(-radius, -t[1]), radius), (-radius, radius)] + [(0, None)] * n)
            step = lp.x[:3]
            after = np.abs(res(t + step)).sum()
            if value - np.abs(res(t) + J @ step).sum() < 1e-15 * value:
                break
            if after < value:
                t, value, radius = t + step, after, radius * 2
            else:
                radius /= 4
        if value < best[0]:
            best = (value, t)
    value, t = best
    return {'objective': value, 'parameters': {'B': np.exp(t[0] + t[2] * np.log(x).mean()), 'E': t[1], 'c': t[2]}}


out = {'absolute': []}
for seed in (14, 85, 90):
    x, y = curve(seed, 9)
    out['absolute'].append({'x': x.tolist(), 'loss': y.tolist(), **absolute(x, y)})

# A slow power law without offset: squares of log loss, E at its bound of zero. The first seed for which an offset does not help.
x = 1e3 * 10 ** (np.arange(7) * 4 / 6)
A = np.c_[np.ones(7), -np.log(x)]
out['bare'] = []
for seed in range(100):
    y = 2 * (x / 1e3) ** -0.02 * np.exp(0.002 * np.random.default_rng(seed).standard_normal(7))
    (b, c), rss = np.linalg.lstsq(A, np.log(y), rcond=None)[:2]
    res = lambda t: np.log(np.exp(t[0] - t[1] * np.log(x)) + t[2]) - np.log(y)
    costs = [2 * least_squares(res, [np.log(1.9 - E), c * 1.9 / (1.9 - E), E], bounds=([-np.inf, -np.inf, 0], np.inf), x_scale=[1, 0.1, 1],
                               ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=2000).cost for E in (0.01, 0.3, 1, 1.5)]
    if min(costs) >= rss[0] * (1 - 1e-12):
        out['bare'].append({'x': x.tolist(), 'loss': y.tolist(), 'objective': rss[0], 'parameters': {'B': np.exp(b), 'E': 0, 'c': c}})
out['bare'] = out['bare'][8:12]

with open('power-offset.json', 'w') as file:
    json.dump(out, file, indent=1, default=float)
    file.write('\n')
