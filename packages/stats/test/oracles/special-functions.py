"""Makes special-functions.json with mpmath (60 digits): rows (arguments ..., value), each the nearest double.

Run: python3 special-functions.py
"""

import json
import os

from mpmath import mp, mpf
import mpmath as m

mp.dps = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def steps(lo, hi, n):
    return [float("%.8g" % (lo + (hi - lo) * (i + 0.37) / n)) for i in range(n)]


def log_steps(lo, hi, n):
    return [float("%.8g" % 10 ** (lo + (hi - lo) * (i + 0.37) / n)) for i in range(n)]


def log_erfc(x):
    x = mpf(x)
    if x > 1e4:
        s, term = mpf(0), mpf(1)
        for i in range(1, 30):
            s += term
            term *= -(2 * i - 1) / (2 * x * x)
        return -x * x + m.log(s / (x * m.sqrt(m.pi)))
    return m.log(m.erfc(x))


near = [s * 10.0**-k for k in range(1, 16) for s in (1, -1, 3, -3)]
gamma_grid = steps(0, 12, 120) + log_steps(-300, 0, 40) + log_steps(1, 300, 40)
gamma_grid += [1 + d for d in near] + [2 + d for d in near]
erf_grid = steps(-6, 6, 100) + log_steps(-300, -1, 20) + [-x for x in log_steps(-300, -1, 20)]
erfc_grid = steps(-6, 26.5, 160) + log_steps(-20, -1, 10)
shapes = [1e-300, 1e-10, 1e-3, 0.5, 1, 2.5, 19.9, 20.1, 300, 1e5, 1e6, 1e10]
out = {
    "logGamma": [[x, float(m.loggamma(mpf(x)))] for x in sorted(set(gamma_grid)) if x not in (1, 2)],
    "erf": [[x, float(m.erf(mpf(x)))] for x in erf_grid],
    "erfc": [[x, float(m.erfc(mpf(x)))] for x in erfc_grid],
    "logErfc": [[x, float(log_erfc(x))] for x in erfc_grid + log_steps(1.5, 100, 20)],
    "logBeta": [
        [a, b, float(m.loggamma(mpf(a)) + m.loggamma(mpf(b)) - m.loggamma(mpf(a) + mpf(b)))]
        for a in shapes
        for b in shapes
        if a >= b and max(a, b) / min(a, b) < 1e15
    ],
}
path = os.path.join(HERE, "special-functions.json")
with open(path, "w") as file:
    body = ",\n".join(
        f'  "{k}": [\n' + ",\n".join("    " + json.dumps(r, separators=(",", ":")) for r in rows) + "\n  ]"
        for k, rows in out.items()
    )
    file.write("{\n" + body + "\n}\n")
print({k: len(v) for k, v in out.items()}, os.path.getsize(path), "bytes")
