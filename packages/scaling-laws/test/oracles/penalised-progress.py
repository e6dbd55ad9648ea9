"""The penalised law of algorithmic progress (Ho et al. 2024, model 7) of simulated models, by scipy: each coefficient is a difference of two parts >= 0, which
makes the penalty linear and the problem smooth; SLSQP with analytic gradients to its tightest tolerance, the best of many starts.
python3 penalised-progress.py > penalised-progress.json"""
import json
import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(5)
n = 60
names = ['WT103', 'PTB', 'WT2']
bench = np.array([0, 0, 0, 1, 2] * (n // 5))
year = np.round(2012 + 11 * rng.random(n), 2)
params = np.round(10 ** (6.5 + 0.25 * (year - 2012) + 1.2 * rng.random(n)), 0)
tokens = np.round(10 ** (7 + 0.2 * (year - 2012) + 1.5 * rng.random(n)), 0)
add = np.array([[0, 0], [0.1, -0.2], [0.0, 0.3]])


def predict(theta, x, y, t, b):
    a0, b0, al, be, ay, by = theta[:6]
    off = np.vstack([[0, 0], theta[6:].reshape(2, 2)])
    return np.exp(a0 + off[b, 0] - al * x - ay * t) + np.exp(b0 + off[b, 1] - be * y - by * t)


x = np.log(params / params.min())
y = np.log(tokens / tokens.min())
t = year - year.min()
truth = np.array([0.9, 1.0, 0.07, 0.05, 0.01, 0.03, *add[1], *add[2]])
loss = np.round(predict(truth, x, y, t, bench) + 0.12 * rng.standard_normal(n), 6)


def terms(theta, w):
    a0, b0, al, be, ay, by = theta[:6]
    off = np.vstack([[0, 0], theta[6:].reshape(2, 2)])
    p = np.exp(a0 + off[bench, 0] - al * x - ay * t)
    q = np.exp(b0 + off[bench, 1] - be * y - by * t)
    r = p + q - loss
    g = [np.sum(w * r * p), np.sum(w * r * q), -np.sum(w * r * p * x), -np.sum(w * r * q * y), -np.sum(w * r * p * t), -np.sum(w * r * q * t)]
    for k in (1, 2):
        g += [np.sum((w * r * p)[bench == k]), np.sum((w * r * q)[bench == k])]
    return np.sum(w * r * r) / w.sum(), 2 * np.array(g) / w.sum()


def fit(delta, w=np.ones(n), starts=40):
    best = None
    for k in range(starts):
        s = np.zeros(10) if k == 0 else np.concatenate([rng.uniform(0, 1.5, 2), rng.uniform(0.01, 0.3, 2), rng.uniform(0, 0.1, 2), rng.normal(0, 0.3, 4)])
        z = np.concatenate([np.maximum(s, 0), np.maximum(-s, 0)])

        def f(z):
            v, g = terms(z[:10] - z[10:], w)
            return v + delta * z.sum(), np.concatenate([g + delta, -g + delta])
        r = minimize(f, z, jac=True, method='SLSQP', bounds=[(0, None)] * 20, options=dict(ftol=1e-16, maxiter=3000))
        if np.isfinite(r.fun) and (best is None or r.fun < best[0]):
            best = (r.fun, r.x[:10] - r.x[10:])
    return best


out = {'models': [dict(params=float(p), tokens=float(d), year=float(u), loss=float(l), benchmark=names[b]) for p, d, u, l, b in zip(params, tokens, year, loss, bench)], 'fits': []}
order = ['alphaConst', 'betaConst', 'alphaParam', 'betaData', 'alphaYear', 'betaYear', 'alphaConst:PTB', 'betaConst:PTB', 'alphaConst:WT2', 'betaConst:WT2']
for delta in (0.0001, 0.0025, 0.02):
    value, theta = fit(delta)
    theta = np.where(np.abs(theta) < 1e-9, 0, theta)
    errors = []
    for i in range(n):
        w = np.ones(n)
        w[i] = 0
        _, left = fit(delta, w, 6)
        errors.append((predict(left, x[i:i + 1], y[i:i + 1], t[i:i + 1], bench[i:i + 1])[0] - loss[i]) ** 2)
    out['fits'].append(dict(penalty=delta, objective=value, coefficients=dict(zip(order, theta.tolist())), leaveOneOut=float(np.mean(errors))))
print(json.dumps(out, indent=1))
