"""Fits the polynomials and rational functions in src/internal/mills-ratio.ts and src/internal/normal-inverse.ts with mpmath.

Run: python3 coefficients.py     prints the coefficients in ascending order and the error of the rounded fit.
"""

from mpmath import mp, mpf
import mpmath as m

mp.dps = 60


def mills(z):
    if z > 200:
        total, term = mpf(0), mpf(1)
        for i in range(1, 40):
            total += term
            term *= -(2 * i - 1) / (z * z)
        return total / z
    return m.sqrt(m.pi / 2) * m.exp(z * z / 2) * m.erfc(z / m.sqrt(2))


def chebyshev(f, n):
    """Coefficients of the interpolant at n + 1 Chebyshev nodes."""
    nodes = [m.cos(m.pi * (k + mpf(1) / 2) / (n + 1)) for k in range(n + 1)]
    values = [f(t) for t in nodes]
    return [
        (2 if j else 1) * sum(v * m.cos(j * m.pi * (k + mpf(1) / 2) / (n + 1)) for k, v in enumerate(values)) / (n + 1)
        for j in range(n + 1)
    ]


def powers(series):
    """The same polynomial in powers of t."""
    basis = [[mpf(1)], [mpf(0), mpf(1)]]
    while len(basis) < len(series):
        following = [mpf(0)] + [2 * c for c in basis[-1]]
        for i, c in enumerate(basis[-2]):
            following[i] -= c
        basis.append(following)
    out = [mpf(0)] * len(series)
    for weight, polynomial in zip(series, basis):
        for i, c in enumerate(polynomial):
            out[i] += weight * c
    return out


def deviate(p):
    """z with 1 - Phi(z) = p."""
    z = m.sqrt(2) * m.erfinv(1 - 2 * p) if p > mpf(10) ** -30 else m.sqrt(-2 * m.log(p))
    for _ in range(50):
        d = (m.log(m.erfc(z / m.sqrt(2)) / 2) - m.log(p)) * mills(z)
        z += d
        if abs(d) < mpf(10) ** -45 * abs(z):
            break
    return z


def rational(f, lo, hi, degree, rounds=12, points=120):
    """Nearly minimax: least squares of the relative error, reweighted towards its peaks."""
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * m.cos(m.pi * (k + mpf(1) / 2) / points) for k in range(points)]
    values = [f(x) for x in nodes]
    weights, below = [mpf(1)] * points, [mpf(1)] * points
    best = None
    for turn in range(rounds):
        a, b = m.matrix(points, 2 * degree + 1), m.matrix(points, 1)
        for i, x in enumerate(nodes):
            s = weights[i] / (below[i] * values[i])
            for j in range(degree + 1):
                a[i, j] = s * x**j
            for j in range(1, degree + 1):
                a[i, degree + j] = -s * values[i] * x**j
            b[i] = s * values[i]
        c = m.lu_solve(a.T * a, a.T * b)
        top = [c[j] for j in range(degree + 1)]
        bottom = [mpf(1)] + [c[degree + j] for j in range(1, degree + 1)]
        below = [m.polyval(bottom[::-1], x) for x in nodes]
        errors = [abs(m.polyval(top[::-1], x) / d / v - 1) for x, d, v in zip(nodes, below, values)]
        if best is None or max(errors) < best[0]:
            best = (max(errors), top, bottom)
        if turn > 1:
            weights = [w * m.sqrt(e / max(errors) + mpf("0.05")) for w, e in zip(weights, errors)]
    return best


def report(name, fit):
    error, top, bottom = fit
    print(name, "relative error", m.nstr(error, 3))
    print("  numerator", [float(c) for c in top])
    print("  denominator", [float(c) for c in bottom])


def central(s):
    q = m.sqrt(mpf("0.180625") - s)
    return m.sqrt(2 * m.pi) if q == 0 else deviate(mpf(1) / 2 - q) / q


# (z + 1) Mills(z) as a polynomial of degree 24 in t = (z - 5) / (z + 5).
polynomial = powers(chebyshev(lambda t: (5 * (1 + t) / (1 - t) + 1) * mills(5 * (1 + t) / (1 - t)), 45)[:25])
print("Mills", [float(c) for c in polynomial])
mp.dps = 50
report("central", rational(central, mpf(0), mpf("0.180625"), 7))
report("tail, in sqrt(-log p) - 1.6", rational(lambda r: deviate(m.exp(-((r + mpf("1.6")) ** 2))), mpf(0), mpf("3.4"), 7))
