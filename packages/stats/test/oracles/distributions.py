"""Makes the grids of the distribution tests with mpmath (at least 50 digits more than any cancellation costs).

Run: python3 distributions.py [name ...]     writes <name>-1.json, <name>-2.json ... beside this file.
Each regime is a list of rows (x, parameters ..., density, log density, cdf, survival, log cdf, log survival, quantile,
survival quantile). Every number is the double nearest to the exact value at the doubles x and parameters, null where
that would not be a normal double. The quantiles are those of the doubles in the columns cdf and survival (null where
these are not inside (0, 1)). The binomial distribution has no quantile columns.
Only sums of positive terms are used: P(a, x) by DLMF 8.11.4, I_x(a, b) by DLMF 8.17.8; the other tail is the complement
at raised precision.
"""

import json
import math
import os
import sys

from mpmath import mp, mpf
import mpmath as m

HERE = os.path.dirname(os.path.abspath(__file__))
SMALLEST = mpf(2) ** -1022


def with_complement(tail):
    """(tail, 1 - tail), both to 40 digits, where tail() recomputes at the current precision."""
    mp.dps = 60
    v = tail()
    w = 1 - v
    if w < mpf(10) ** -15:
        lost = 400 if w <= 0 else int(-m.log10(w)) + 5
        while True:
            mp.dps = 60 + lost
            v = tail()
            w = 1 - v
            if w > mpf(10) ** -(lost - 2):
                break
            lost *= 2
            if lost > 20000:
                raise ArithmeticError("complement out of reach")
        mp.dps = 60
    return +v, +w


def gamma_tails(a, x):
    """P(a, x), Q(a, x)."""

    def p():
        term = 1 / a
        total = term
        n = 0
        eps = mpf(10) ** -(mp.dps + 2)
        while True:
            n += 1
            term *= x / (a + n)
            total += term
            if term < eps * total and x < a + n:
                break
        return total * m.exp(a * m.log(x) - x - m.loggamma(a))

    return with_complement(p)


def beta_tails(a, b, pair):
    """I_x(a, b) and its complement for (x, y) = pair() with x + y = 1, recomputed at the current precision."""
    mp.dps = 60
    x, y = pair()
    if x > y:
        upper, lower = beta_tails(b, a, lambda: pair()[::-1])
        return lower, upper

    def lower_tail():
        x, y = pair()
        term = mpf(1)
        total = term
        n = 0
        eps = mpf(10) ** -(mp.dps + 2)
        while True:
            ratio = (a + b + n) / (a + 1 + n) * x
            term *= ratio
            total += term
            n += 1
            if term < eps * total and ratio < mpf("0.9999"):
                break
        logb = m.loggamma(a) + m.loggamma(b) - m.loggamma(a + b)
        return total * m.exp(a * m.log(x) + b * m.log(y) - logb) / a

    return with_complement(lower_tail)


def number(v):
    """The nearest double, or None."""
    v = mpf(v)
    if v != 0 and abs(v) < SMALLEST:
        return None
    return float(v)


def row(x, parameters, logf, cdf, sf):
    x_ = mpf(x)
    f = m.exp(logf)

    def log_of(v, w):
        return m.log1p(-w) if w < mpf("0.5") else m.log(v)

    out = [x, *parameters, number(f), number(logf), number(cdf), number(sf), number(log_of(cdf, sf)), number(log_of(sf, cdf))]
    for v, sign in ((cdf, 1), (sf, -1)):
        p = number(v)
        if p is None or not 0 < p < 1:
            out.append(None)
            continue
        d = sign * (mpf(p) - v) / f
        # Beyond this the first-order correction is not exact to 20 digits.
        if abs(d) > mpf(10) ** -9 * abs(x_):
            out.append(None)
        else:
            out.append(number(x_ + d))
    return out


def gamma_row(x, a, parameters=None, scale=1):
    """Gamma with shape a at x / scale."""
    X, A = mpf(x) / scale, mpf(a)
    p, q = gamma_tails(A, X)
    mp.dps = 60
    logf = (A - 1) * m.log(X) - X - m.loggamma(A) - m.log(scale)
    return row(x, parameters or [a], logf, p, q)


def spread(a):
    """Abscissas of the gamma distribution of shape a over both tails."""
    xs = []
    if a >= 1:
        for z in (-36.9, -30.3, -20.7, -11.1, -6.3, -4.1, -2.7, -1.9, -1.2, -0.61, -0.2, 0.13, 0.5, 1.1, 1.8, 2.9, 4.4, 6.9, 11.7, 21.2, 29.3, 36.6):
            c = 1 - 1 / (9 * a) + z / (3 * math.sqrt(a))
            if c > 0.05:
                xs.append(a * c**3)
    if a < 1e3:
        xs += [a * s for s in (1e-3, 0.011, 0.1, 0.37, 0.81, 1.03, 1.6, 2.9, 7.3)]
        xs += [a + s for s in (19.3, 61.7, 204.3, 601.1, 1003.7)]
    if a < 3:
        xs += [1e-290, 1.3e-100, 2.7e-30, 3.1e-10, 4.1e-5, 0.23, 0.997, 1.41]
    return sorted({float("%.6g" % x) if a < 1e5 else float("%.12g" % x) for x in xs})


def gamma():
    regimes = {
        "tiny shape": (1e-3, 0.02, 0.1),
        "small shape": (0.5, 0.93, 1, 1.5, 2.7),
        "medium shape": (7, 10.3, 33.3, 99.5),
        "large shape": (150, 1234.5, 1e4),
        "huge shape": (1e5, 1e6),
    }
    return {k: [gamma_row(x, a) for a in v for x in spread(a)] for k, v in regimes.items()}


def chi_squared():
    regimes = {
        "fractional df": (2e-3, 0.3, 1, 1.7),
        "few df": (2, 3, 10, 57.5),
        "many df": (300, 2469, 2e5),
    }
    return {k: [gamma_row(2 * x, d / 2, [d], 2) for d in v for x in spread(d / 2)] for k, v in regimes.items()}


ZS = (-36.8, -25.1, -14.9, -8.2, -5.1, -3.3, -2.2, -1.3, -0.7, -0.21, 0.11, 0.6, 1.1, 1.9, 2.8, 4.4, 6.7, 11.3, 19.8, 33.4)


def logits(a, b):
    """Abscissas on the logit scale over both tails of the beta distribution."""
    if a >= 1 and b >= 1:
        centre, sd = math.log(a / b), math.sqrt(1 / a + 1 / b)
        return [centre + z * sd * (1 if a > 50 and b > 50 else 0.6) for z in ZS]
    centre = math.log(a / b)
    down = (0.05, 0.3, 0.9, 2.1, 5.3, 14.7, 40.1, 130.3, 400.7, 640.1)
    return sorted([centre - d / max(1, a if a > 1 else 1) for d in down] + [centre + d / max(1, b if b > 1 else 1) for d in down])


def beta_row(x, a, b):
    X, A, B = mpf(x), mpf(a), mpf(b)
    lo, up = beta_tails(A, B, lambda: (X, 1 - X))
    mp.dps = 60
    logf = (A - 1) * m.log(X) + (B - 1) * m.log(1 - X) - m.loggamma(A) - m.loggamma(B) + m.loggamma(A + B)
    return row(x, [a, b], logf, lo, up)


PAIRS = {
    "tiny shapes": ((1e-3, 1e-3), (1e-3, 5), (4, 2e-3), (0.03, 0.2), (0.01, 300)),
    "small shapes": ((0.5, 0.5), (0.5, 3), (0.1, 0.7), (1, 1), (2, 3), (1, 30), (6, 0.8)),
    "medium shapes": ((15, 40), (33.3, 7.7), (120, 130.5), (0.5, 80)),
    "skewed large shapes": ((1e4, 2.5), (0.5, 5e5), (1e6, 0.5), (30, 1e5)),
    "large shapes": ((1e3, 300), (3e4, 1e5), (1e5, 1e5)),
}


def beta():
    out = {}
    for k, v in PAIRS.items():
        rows = []
        for a, b in v:
            xs = {float("%.10g" % (1 / (1 + math.exp(-l)))) for l in logits(a, b) if abs(l) < 690}
            rows += [beta_row(x, a, b) for x in sorted(xs) if 0 < x < 1]
        out[k] = rows
    return out


def fisher_f():
    regimes = {
        "fractional df": ((0.02, 0.5), (0.3, 7), (5.5, 0.4)),
        "few df": ((1, 1), (1, 10), (2, 3), (4, 10), (3, 57.5), (12, 4)),
        "one many": ((1, 2e5), (5, 1e6), (3e5, 4), (40, 1e4)),
        "both many": ((250, 400), (3e3, 1e3), (2e5, 1e5)),
    }
    out = {}
    for k, v in regimes.items():
        rows = []
        for d1, d2 in v:
            for l in logits(d1 / 2, d2 / 2):
                f = math.exp(l) * d2 / d1 if abs(l) < 690 else 0
                if not 1e-290 < f < 1e290:
                    continue
                f = float("%.10g" % f)
                F, D1, D2 = mpf(f), mpf(d1), mpf(d2)

                def pair():
                    s = D1 * F + D2
                    return D1 * F / s, D2 / s

                mp.dps = 60
                x, y = pair()
                a, b = D1 / 2, D2 / 2
                logf = a * m.log(x) + b * m.log(y) - m.log(F) - m.loggamma(a) - m.loggamma(b) + m.loggamma(a + b)
                if logf < -900:
                    continue
                lo, up = beta_tails(a, b, pair)
                mp.dps = 60
                rows.append(row(f, [d1, d2], logf, lo, up))
        out[k] = rows
    return out


def student_t():
    regimes = {
        "fractional df": (0.05, 0.5, 1, 1.5),
        "few df": (2, 3, 4.7, 10, 30),
        "many df": (100.5, 1e3, 1e4),
        "huge df": (1e6, 1e10, 1e16),
    }
    ts = (1e-200, 1e-10, 2e-4, 0.013, 0.1, 0.37, 0.67, 0.99, 1.4, 1.96, 2.6, 3.9, 5.5, 8.1, 13.7, 21.3, 36.7, 57.1, 110.3, 1e3, 3e4, 1.7e7, 3e12, 2e19, 7e50, 1e120, 3e299)
    out = {}
    for k, v in regimes.items():
        rows = []
        for df in v:
            for t in ts:
                if df > 40 and t > 120 or df > 1000 and t > 60:
                    continue
                T, V = mpf(t), mpf(df)
                mp.dps = 60
                if t < 1e-100:
                    f0 = m.exp(m.loggamma((V + 1) / 2) - m.loggamma(V / 2) - m.log(V * m.pi) / 2)
                    sf, cdf = mpf(1) / 2 - T * f0, mpf(1) / 2 + T * f0
                else:

                    def pair():
                        s = V + T * T
                        return V / s, T * T / s

                    inner, _ = beta_tails(V / 2, mpf(1) / 2, pair)
                    sf = inner / 2
                    cdf = 1 - sf
                mp.dps = 60
                logf = m.loggamma((V + 1) / 2) - m.loggamma(V / 2) - m.log(V * m.pi) / 2 - (V + 1) / 2 * m.log1p(T * T / V)
                rows.append(row(t, [df], logf, cdf, sf))
        out[k] = rows
    return out


def normal():
    mp.dps = 60
    out = {"centre": [], "tails": [], "beyond doubles": []}
    grid = [0.0] + [s * z for z in (1e-300, 1e-20, 1e-9, 1e-5, 0.001) for s in (1, -1)]
    grid += [float("%.5g" % (-5 + 10 * i / 97)) for i in range(98)]
    for z in grid:
        out["centre"].append(normal_row(z))
    for i in range(120):
        z = float("%.7g" % (5 + 32.7 * i / 119))
        out["tails"].append(normal_row(z if i % 2 else -z))
    for z in (38.5, 40, 55.5, 100, 1e3, 12345.678, 1e5, 1e8, 1e20, 1e100):
        out["beyond doubles"].append(normal_row(z))
        out["beyond doubles"].append(normal_row(-z))
    return out


def normal_row(z):
    mp.dps = 60
    Z = mpf(z)
    u = abs(Z)
    if u > 1000:
        # Asymptotic series of Mills' ratio (DLMF 7.12.1): its terms fall below 1e-60 here.
        s, term = mpf(0), mpf(1)
        for i in range(1, 40):
            s += term
            term *= -(2 * i - 1) / (u * u)
        log_small = -u * u / 2 - m.log(2 * m.pi) / 2 + m.log(s / u)
        small = m.exp(log_small) if u < 1e5 else mpf(0)
    else:
        small = m.erfc(u / m.sqrt(2)) / 2
        log_small = m.log(small)
    cdf, sf = (small, 1 - small) if Z < 0 else (1 - small, small)
    logf = -Z * Z / 2 - m.log(2 * m.pi) / 2
    if u > 30:
        log_big = number(-small)
        r = [z, number(m.exp(logf)) if u < 1e5 else 0.0, number(logf), number(cdf), number(sf)]
        r += [number(log_small), log_big] if Z < 0 else [log_big, number(log_small)]
        full = row(z, [], logf, cdf, sf) if u < 37.6 else [None] * 10
        return r + full[-2:]
    return row(z, [], logf, cdf, sf)


def binomial():
    regimes = {
        "few trials": ((1, 0.5), (5, 0.01), (10, 0.2), (17, 0.93), (40, 1e-10)),
        "hundreds": ((100, 0.5), (333, 0.07), (900, 0.999)),
        "many trials": ((10000, 0.3), (100000, 1e-4), (1000000, 0.5), (1000000, 0.001)),
    }
    out = {}
    for name, v in regimes.items():
        rows = []
        for n, p in v:
            sd = math.sqrt(n * p * (1 - p))
            ks = {0, 1, 2, n // 2, n - 1, n} | {round(n * p + z * sd) for z in ZS}
            for k in sorted(k for k in ks if 0 <= k <= n):
                mp.dps = 60
                P = mpf(p)
                logf = m.loggamma(n + 1) - m.loggamma(k + 1) - m.loggamma(n - k + 1) + k * m.log(P) + (n - k) * m.log1p(-P)
                if k == n:
                    rows.append([k, n, p, number(m.exp(logf)), number(logf), 1.0, 0.0, 0.0, None])
                    continue
                if logf < -1500:
                    # Only the mass: a tail this small would need thousands of digits.
                    rows.append([k, n, p, None, number(logf), None, None, None, None])
                    continue
                sf, cdf = beta_tails(mpf(k + 1), mpf(n - k), lambda: (P, 1 - P))
                r = row(k, [n, p], logf, cdf, sf)[:9]
                rows.append(r)
        out[name] = rows
    return out


GRIDS = {
    "normal-distribution": normal,
    "student-t-distribution": student_t,
    "gamma-distribution": gamma,
    "chi-squared-distribution": chi_squared,
    "beta-distribution": beta,
    "fisher-f-distribution": fisher_f,
    "binomial-distribution": binomial,
}

LIMIT = 58000


def write(path, parts):
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
    print(os.path.basename(path), os.path.getsize(path), "bytes")


for name in sys.argv[1:] or GRIDS:
    count, size, parts = 1, 0, []
    for regime, rows in GRIDS[name]().items():
        body = ",\n".join("    " + json.dumps(r, separators=(",", ":")) for r in rows)
        part = f'  "{regime}": [\n{body}\n  ]'
        if parts and size + len(part) > LIMIT:
            write(os.path.join(HERE, f"{name}-{count}.json"), parts)
            count, size, parts = count + 1, 0, []
        parts.append(part)
        size += len(part)
    write(os.path.join(HERE, f"{name}-{count}.json"), parts)
