"""A broken law with a narrow break by scipy, squares of the loss, the lowest of 72 starts: python3 narrow-break.py nmt_curves.csv"""
import csv
import json
import sys
import numpy as np
from scipy.optimize import least_squares

model = '28 Enc, 6 Dec'
with open(sys.argv[1]) as file:
    rows = [(float(row['Seen Examples']), float(row['Loss'])) for row in csv.DictReader(file) if row['Model'] == model]
x, y = np.array(rows).T
u = np.log(x) - np.log(x).mean()


def law(t):
    """In (log b, a, c0, c1, log d1, log f1), x centred in log; complex for exact derivatives."""
    f = np.exp(t[5])
    z = (u - t[4]) / f
    softplus = np.where(z.real > 0, z + np.log1p(np.exp(-np.where(z.real > 0, z, 0))), np.log1p(np.exp(np.where(z.real > 0, 0, z))))
    return t[1] + np.exp(t[0] - t[2] * u - t[3] * f * softplus)


def jacobian(t):
    steps = t + 1e-30j * np.eye(6)
    return np.array([law(step).imag / 1e-30 for step in steps]).T


def fitted(start):
    return least_squares(lambda t: law(t) - y, start, jac=jacobian, method='lm', x_scale='jac', ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=4000)


with np.errstate(all='ignore'):
    starts = [[np.log(y.mean() - a), a, 0.3, 0.2, d, np.log(f)]
              for d in np.linspace(u.min(), u.max(), 10)[1:-1] for f in (0.05, 0.3, 1) for a in (0, 0.5 * y.min(), 0.9 * y.min())]
    best = min((fitted(start) for start in starts), key=lambda fit: fit.cost)


def gradient(t):
    return jacobian(t).T @ (law(t) - y)


# The search ends where the squares do not change any more; Newton's steps on their exact gradient find the place itself.
t = best.x
for _ in range(20):
    h = 1e-5
    hessian = np.array([(gradient(t + h * e) - gradient(t - h * e)) / (2 * h) for e in np.eye(6)])
    t = t - np.linalg.solve((hessian + hessian.T) / 2, gradient(t))
found = {'model': model, 'objective': float(((law(t) - y) ** 2).sum()), 'a': t[1], 'f1': np.exp(t[5])}
with open('narrow-break.json', 'w') as file:
    json.dump(found, file, indent=1)
    file.write('\n')
