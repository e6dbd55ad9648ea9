"""Optima of small noisy data sets by scipy, polished from many starts, and roots of M4 in 40 digits: python3 curve-laws.py"""
import json
import numpy as np
import mpmath as mp
from scipy.optimize import least_squares, brentq

rng = np.random.default_rng(7)


def polish(residual, starts):
    best = None
    for start in starts:
        try:
            fit = least_squares(residual, start, x_scale='jac', ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=4000)
            fit = least_squares(residual, fit.x, x_scale='jac', method='lm', ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=4000)
        except ValueError:
            continue
        if np.isfinite(fit.cost) and (best is None or fit.cost < best.cost):
            best = fit
    return best


def m4_value(E, span, z, alpha):
    f = lambda s: alpha * np.logaddexp(0, s) - np.logaddexp(0, -s) - z
    s = brentq(f, -700, 700, xtol=1e-15, rtol=1e-15)
    return E + span / (1 + np.exp(-s))


out = {}

# M3 and M4: squares of log loss.
x = 1e3 * 3.0 ** np.arange(14)
log_x = np.log(x)
y = 200 * (1 / x + 1e-6) ** 0.45 * np.exp(0.01 * rng.standard_normal(14))
fit = polish(lambda t: t[0] + t[2] * np.log(1 / x + np.exp(t[1])) - np.log(y),
             [[np.log(b), np.log(g), c] for b in (50, 500) for g in (1e-7, 1e-5) for c in (.3, .6)])
out['m3'] = {'x': x.tolist(), 'loss': y.tolist(), 'objective': 2 * fit.cost,
             'parameters': {'B': np.exp(fit.x[0]), 'gamma': np.exp(fit.x[1]), 'c': fit.x[2]}}


def m4_curve(t):
    E, span, alpha = np.exp(t[1]), np.exp(t[4]), np.exp(t[3])
    return np.array([m4_value(E, span, t[0] - t[2] * (v - log_x.mean()), alpha) for v in log_x])


E, E0, B, c, alpha = 0.3, 1.0, 1e3, 0.6, 0.8
truth = [np.log(B) - c * log_x.mean() - (1 - alpha) * np.log(E0 - E), np.log(E), c, np.log(alpha), np.log(E0 - E)]
y = m4_curve(truth) * np.exp(0.005 * rng.standard_normal(14))
fit = polish(lambda t: np.log(m4_curve(t)) - np.log(y), [np.array(truth) + 0.1 * rng.standard_normal(5) for _ in range(6)])
K, e, c, a, s = fit.x
E, alpha, span = np.exp(e), np.exp(a), np.exp(s)
out['m4'] = {'x': x.tolist(), 'loss': y.tolist(), 'objective': 2 * fit.cost,
             'parameters': {'E': E, 'E0': E + span, 'alpha': alpha, 'c': c,
                            'B': np.exp(K + c * log_x.mean() + (1 - alpha) * np.log(span))}}

# Over-training: squares of the loss.
params = np.array([1e7, 1e7, 1e8, 1e8, 4e8, 4e8, 1e9, 1e9])
ratio = np.array([20, 320, 5, 80, 20, 160, 20, 320.])
compute = 6 * params ** 2 * ratio
law = lambda t: np.exp(t[2]) + (np.exp(t[0]) * ratio ** t[3] + np.exp(t[1]) * ratio ** -t[3]) * compute ** -t[3]
y = law([np.log(40), np.log(120), np.log(1.8), .12]) * np.exp(0.003 * rng.standard_normal(8))
fit = polish(lambda t: law(t) - y, [[np.log(p), np.log(q), np.log(r), h] for p in (10, 100) for q in (10, 100) for r in (1, 2) for h in (.08, .15)])
out['overTraining'] = {'params': params.tolist(), 'tokens': (params * ratio).tolist(), 'loss': y.tolist(), 'objective': 2 * fit.cost,
                       'parameters': dict(zip(['a', 'b', 'E', 'eta'], [*np.exp(fit.x[:3]), fit.x[3]]))}

# Downstream error: squares of the error.
loss = np.linspace(2.3, 5, 10)
y = 0.85 - 2 * np.exp(-0.7 * loss) + 0.005 * rng.standard_normal(10)
fit = polish(lambda t: t[0] - np.exp(t[1] - t[2] * loss) - y, [[.8, k, g] for k in (0, 1, 2) for g in (.3, .7, 1.5)])
out['downstreamError'] = {'loss': loss.tolist(), 'error': y.tolist(), 'objective': 2 * fit.cost,
                          'parameters': {'epsilon': fit.x[0], 'k': np.exp(fit.x[1]), 'gamma': fit.x[2]}}

# Loss-to-loss: squares of the log of the target loss.
source = np.linspace(1.9, 5, 16)
y = (1.2 * (source - 1.7) ** 1.6 + 2) * np.exp(0.002 * rng.standard_normal(16))
fit = polish(lambda t: np.log(np.exp(t[0]) * np.maximum(source - t[3], 1e-12) ** t[1] + t[2]) - np.log(y),
             [[0, k, e1, e0] for k in (1.2, 1.8) for e1 in (1.5, 2.2) for e0 in (1, 1.6)])
out['lossToLoss'] = {'source': source.tolist(), 'target': y.tolist(), 'objective': 2 * fit.cost,
                     'parameters': {'K': np.exp(fit.x[0]), 'kappa': fit.x[1], 'E1': fit.x[2], 'E0': fit.x[3]}}

# Two breaks: squares of log loss.
x = np.exp(np.linspace(np.log(10), np.log(1e5), 40))
log_x = np.log(x)


def bnsl(t):
    log = t[0] - t[2] * log_x
    for c, d, f in (t[3:6], t[6:9]):
        log = log - c * np.exp(f) * np.logaddexp(0, (log_x - d) / np.exp(f))
    return np.log(np.exp(t[1]) + np.exp(log))


truth = np.array([np.log(3), np.log(.2), .02, .5, np.log(100), np.log(.2), -.4, np.log(8000), np.log(.3)])
y = np.exp(bnsl(truth) + 0.003 * rng.standard_normal(40))
fit = polish(lambda t: bnsl(t) - np.log(y), [truth + 0.1 * rng.standard_normal(9) for _ in range(6)])
t = fit.x
out['twoBreaks'] = {'x': x.tolist(), 'loss': y.tolist(), 'objective': 2 * fit.cost,
                    'parameters': {'a': np.exp(t[1]), 'b': np.exp(t[0]), 'c0': t[2],
                                   'c1': t[3], 'd1': np.exp(t[4]), 'f1': np.exp(t[5]),
                                   'c2': t[6], 'd2': np.exp(t[7]), 'f2': np.exp(t[8])}}

# Roots of log t - alpha log(1 - t) = z.
mp.mp.dps = 40
roots = []
for alpha in (0.002, 0.1, 0.8, 1, 3, 50):
    for z in (-300, -20, -2, 0, 0.5, 4, 60):
        g = lambda s: mp.mpf(alpha) * mp.log1p(mp.exp(s)) - mp.log1p(mp.exp(-s)) - z
        gap = z - (alpha - 1) * mp.log(2)
        lo, hi = sorted([gap / max(1, alpha) - 1, gap / min(1, alpha) + (1 if gap > 0 else -1)])
        s = mp.findroot(g, (lo - 2, hi + 2), solver='anderson', tol=1e-70, maxsteps=1000, verify=False)
        assert abs(g(s)) < mp.mpf(10) ** -25, (alpha, z, g(s))
        roots.append({'alpha': alpha, 'z': z, 'logShare': float(-mp.log1p(mp.exp(-s)))})
out['m4Roots'] = roots

with open('curve-laws.json', 'w') as file:
    json.dump(out, file, indent=1, default=float)
    file.write('\n')
