"""Makes bivariate-normal-distribution.json with mpmath: P(X > x, Y > y) at 30 digits.

Run: python3 bivariate-normal-distribution.py
Rows (x, y, correlation, survival, log survival), each the nearest double. The integral of the density of X over X > x
times P(Y > y | X), by Gauss's rule on panels of half a unit, of half a conditional standard deviation about the peak
and about the step of the second factor: at most 1e-21 of relative error, judged by halving the panels.
"""

import json
import os

from mpmath import mp, mpf
import mpmath as m

mp.dps = 30
HERE = os.path.dirname(os.path.abspath(__file__))


def rule(n):
    """Abscissas and weights of the n-point Gauss-Legendre rule on [-1, 1]."""
    xs = [m.findroot(lambda t: m.legendre(n, t), m.cos(m.pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))) for i in range(n // 2)]
    ds = [n * (x * m.legendre(n, x) - m.legendre(n - 1, x)) / (x * x - 1) for x in xs]
    half = [(x, 2 / ((1 - x * x) * d * d)) for x, d in zip(xs, ds)]
    assert abs(sum(w for _, w in half) - 1) < mpf(10) ** -25
    return half + [(-x, w) for x, w in half]


NODES = rule(14)
ROOT2 = m.sqrt(2)


def survival(h, k, rho, refine=1):
    h, k, rho = mpf(h), mpf(k), mpf(rho)
    sigma = m.sqrt((1 - rho) * (1 + rho))

    def f(x):
        return m.exp(-x * x / 2) * m.erfc((k - rho * x) / (sigma * ROOT2))

    def log_f(x):
        u = (k - rho * x) / sigma
        return -x * x / 2 + (m.log(m.erfc(u / ROOT2)) if u < 1e3 else -u * u / 2)

    # The integrand is log-concave: ternary search for its peak.
    lo, hi = h, h + 80
    for _ in range(60):
        a, b = lo + (hi - lo) / 3, hi - (hi - lo) / 3
        if log_f(a) < log_f(b):
            lo = a
        else:
            hi = b
    peak = (lo + hi) / 2
    top = log_f(peak)
    left, right = max(h, peak - 12), peak + 12
    cuts = {left, right}
    # Where the integrand is cut off at h it may fall steeply from there.
    step = mpf(10) ** -8
    scale = 1 / max(1, (top - log_f(peak + step)) / step)
    cuts |= {peak + j * scale / refine for j in range(80 * refine)}
    for j in range(-24 * refine, 24 * refine + 1):
        s = mpf(j) / (2 * refine)
        cuts |= {peak + s, peak + s * sigma, k / rho + s * sigma / abs(rho)}
    cuts = sorted(c for c in cuts if left <= c <= right)
    total = mpf(0)
    for a, b in zip(cuts, cuts[1:]):
        if max(log_f(a), log_f(b)) < top - 70:
            continue
        half, centre = (b - a) / 2, (a + b) / 2
        total += half * sum(w * f(centre + half * x) for x, w in NODES)
    return total / (2 * m.sqrt(2 * m.pi))


def row(x, y, rho):
    v = survival(x, y, rho)
    log = m.log1p(v - 1) if v > mpf("0.5") else m.log(v)
    return [x, y, rho, float(v) if v > mpf(2) ** -1022 else None, float(log)]


GRIDS = {
    "centre": [(-3.1, 2.7), (-1.2, -0.4), (0, 0), (0.3, 0.3), (0.5, -1.7), (1.96, 1.3), (2.4, 2.4), (3.3, -3.3)],
    "tails": [(5, 5), (8.3, 1.1), (-4, 9.5), (12.5, 11), (20.1, 20.1), (25.3, -2), (30, 13.7)],
}
RHOS = (-0.999, -0.95, -0.6, -0.01, 1e-5, 0.25, 0.5, 0.8, 0.93, 0.99, 0.9999)

if __name__ == "__main__":
    for check in ((0.3, 0.3, -0.999), (30, 13.7, 0.8), (2.4, 2.4, 0.9999), (12.5, 11, -0.95)):
        assert abs(survival(*check) / survival(*check, refine=2) - 1) < mpf(10) ** -21, check
    out = {name: [row(x, y, r) for x, y in grid for r in RHOS] for name, grid in GRIDS.items()}
    path = os.path.join(HERE, "bivariate-normal-distribution.json")
    with open(path, "w") as file:
        body = ",\n".join(
            f'  "{k}": [\n' + ",\n".join("    " + json.dumps(r, separators=(",", ":")) for r in rows) + "\n  ]"
            for k, rows in out.items()
        )
        file.write("{\n" + body + "\n}\n")
    print(sum(map(len, out.values())), "rows", os.path.getsize(path), "bytes")
