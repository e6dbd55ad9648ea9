"""Makes noncentral-t-distribution.json with mpmath: P(T <= t) and P(T > t) of the noncentral t distribution at 40 digits.

Run: python3 noncentral-t-distribution.py
Rows (t, df, noncentrality, cdf, survival), each the nearest double or null below the smallest. Series of Johnson, Kotz and
Balakrishnan (1995, eq. 31.11) in incomplete beta functions, which is not how the package computes it: for t > 0,
P(0 < T <= t) = sum over j of exp(-d^2/2) (d^2/2)^(j/2) / (2 Gamma(j/2 + 1)) I_x((j + 1)/2, df/2), with alternating signs where d < 0.
"""

import json
import os

import mpmath as m
from mpmath import mp, mpf

HERE = os.path.dirname(os.path.abspath(__file__))


def between(t, df, d):
    """P(0 < T <= t) and P(T > t), t > 0."""
    t, df, d = mpf(t), mpf(df), mpf(d)
    x, y = t * t / (df + t * t), df / (df + t * t)
    b = df / 2
    half = d * d / 2
    inside = outside = mpf(0)
    # I and its complement for both parities, by recurrence downwards in a: I_x(a, b) = I_x(a + 1, b) + x^a y^b / (a B(a, b)).
    last = int(4 * half) + 400
    for parity in (0, 1):
        a = mpf(parity + 1) / 2 + last
        lower = m.betainc(a, b, 0, x, regularized=True)
        step = m.exp((a - 1) * m.log(x) + b * m.log(y) - m.log(a - 1) - m.log(m.beta(a - 1, b)))
        for j in range(last, -1, -1):
            k = 2 * j + parity
            weight = m.exp(-half) * (half ** (mpf(k) / 2) if half else mpf(k == 0)) / (2 * m.gamma(mpf(k) / 2 + 1))
            if parity and d < 0:
                weight = -weight
            inside += weight * lower
            outside += weight * (1 - lower)
            if j:
                lower += step
                # x^(a-2) y^b / ((a-2) B(a-2, b)) from the one at a - 1.
                a -= 1
                step *= (a / (a - 1 + b)) / x if j > 1 else 1
    return inside, outside


def row(t, df, d):
    if t < 0:
        _, _, _, cdf, survival = row(-t, df, -d)
        return [t, df, d, survival, cdf]
    for digits in (60, 400):
        mp.dps = digits
        inside, outside = between(t, df, d)
        below = m.erfc(mpf(d) / m.sqrt(2)) / 2
        assert abs(inside + outside + below - 1) < mpf(10) ** -30
        cdf, survival = below + inside, outside
        # What cancels costs digits: the second pass has more than enough of them.
        if min(abs(cdf), abs(survival)) > mpf(10) ** -20:
            break
    value = lambda p: float(p) if p > mpf(10) ** -300 else None
    return [t, df, d, value(cdf), value(survival)]


GRID = [
    (t, df, d)
    for t in (-6.5, -1.3, -0.02, 0.4, 2.1, 4.3, 12.5, 40.0)
    for df in (0.6, 1, 2.5, 9, 69, 500, 20000)
    for d in (-8.0, -2.0, 0.3, 1.0, 3.0, 12.0, 36.0)
]

if __name__ == "__main__":
    rows = [row(*cell) for cell in GRID]
    with open(os.path.join(HERE, "noncentral-t-distribution.json"), "w") as file:
        file.write("[\n" + ",\n".join("  " + json.dumps(r, separators=(",", ":")) for r in rows) + "\n]\n")
    print(len(rows), "rows")
