# Power of the two-sided t test by scipy's noncentral t: python3 power_scipy.py > power_scipy.json
import json
import numpy as np
from scipy import stats

def power(n, effect, sd, alpha):
    df, d = n - 1, effect * np.sqrt(n) / sd
    c = stats.t.ppf(1 - alpha / 2, df)
    return stats.nct.sf(c, df, d) + stats.nct.cdf(-c, df, d)

rows = [{'questions': n, 'effect': e, 'deviation': s, 'alpha': a, 'power': float(power(n, e, s, a))}
        for n in (3, 5, 20, 65, 70, 500) for e, s in ((0.05, 0.4), (0.15, 0.42), (0.5, 1.0), (1.2, 1.0)) for a in (0.05, 0.05 / 8)]
tails = [{'t': t, 'df': v, 'shift': d, 'p': float(stats.nct.sf(t, v, d))} for t in (0.5, 2.0, 4.3) for v in (1, 2, 9, 69, 500) for d in (-2.0, 0.0, 1.0, 3.0)]
rows = [r for r in rows if np.isfinite(r['power'])]
print(json.dumps({'scipy': __import__('scipy').__version__, 'power': rows, 'tails': tails}, indent=1))
