"""Kaplan's L(N, D) on few noisy runs by scipy, log least squares, the lowest of 500 starts: python3 kaplan.py"""
import json
import numpy as np
from scipy.optimize import least_squares

truth = {'Nc': 6.4e13, 'Dc': 1.8e13, 'alphaN': 0.076, 'alphaD': 0.103}
sets = []
for seed in (91, 188, 296):
    rng = np.random.default_rng(seed)
    N = 1e6 * 10 ** (3.5 * rng.uniform(size=14))
    D = 1e8 * 10 ** (3 * rng.uniform(size=14))
    law = ((truth['Nc'] / N) ** (truth['alphaN'] / truth['alphaD']) + truth['Dc'] / D) ** truth['alphaD']
    L = law * np.exp(0.05 * rng.standard_normal(14))
    x, y, z = (np.log(v) - np.log(v).mean() for v in (N, D, L))

    def residual(t):
        return t[3] * np.logaddexp(t[0] - t[2] * x, t[1] - y) - z

    fits = [least_squares(residual, [p, q, g, a], method='lm', ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=2000)
            for p in (-3, -1, 0, 1, 3) for q in (-3, -1, 0, 1, 3) for g in (0.3, 0.7, 1.2, 2) for a in (0.02, 0.05, 0.1, 0.2, 0.4)]
    best = min(fits, key=lambda fit: fit.cost)
    p, q, g, a = best.x
    sets.append({'runs': [{'params': n, 'tokens': d, 'loss': l} for n, d, l in zip(N, D, L)], 'objective': 2 * best.cost,
                 'parameters': {'Nc': np.exp((p + np.log(L).mean() / a) / g + np.log(N).mean()), 'Dc': np.exp(q + np.log(L).mean() / a + np.log(D).mean()),
                                'alphaN': g * a, 'alphaD': a}})

with open('kaplan.json', 'w') as file:
    json.dump(sets, file, indent=1)
    file.write('\n')
