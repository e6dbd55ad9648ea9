"""Reference numbers for joint misses: mpmath at 40 digits, integrals split where the integrand turns.
python3 joint-miss.py > joint-miss.json"""
import json
import mpmath as mp

mp.mp.dps = 30

def quantile(p):
    return -mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(p))

def log_cdf(x):
    return mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)

def copula(rates, r):
    r = mp.mpf(r)
    edges = [quantile(p) for p in rates]
    load, rest = mp.sqrt(r), mp.sqrt(1 - r)
    f = lambda z: mp.exp(sum(log_cdf((e - load * z) / rest) for e in edges) - z * z / 2) / mp.sqrt(2 * mp.pi)
    return mp.quad(f, [-40, -20, -12, -8, -6, -5, -4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 4, 8, 20])

cases = [([0.1] * k, r) for k in (1, 2, 3, 5, 10) for r in ("0.1", "0.3", "0.5", "0.8")]
cases += [([0.01, 0.01], "0.5"), ([0.3, 0.05, 0.001], "0.4"), ([1e-6, 1e-4], "0.9"), ([0.2, 0.9], "0.99"), ([1e-9] * 4, "0.2"), ([0.5] * 16, "0.6")]

def bivariate(p, q, r):
    x, y, r = quantile(p), quantile(q), mp.mpf(r)
    g = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi) * mp.erfc(-(y - r * z) / mp.sqrt(2 * (1 - r * r))) / 2
    return mp.quad(g, [-40, -12, -8, -6, -5, -4, -3, x] if x > -3 else [-40, -12, -8, -6, x])

pairs = [("0.1", "0.1", "0.5"), ("0.1", "0.02", "0.3"), ("0.01", "0.01", "0.5"), ("0.4", "0.2", "-0.6"), ("0.001", "0.2", "0.9"), ("0.0001", "0.0003", "0.7")]
print(json.dumps({"made": f"mpmath {mp.__version__}, joint-miss.py",
                  "copula": [{"rates": rates, "r": float(r), "joint": float(copula(rates, r))} for rates, r in cases],
                  "tetrachoric": [{"p": float(p), "q": float(q), "r": float(r), "joint": float(bivariate(p, q, r))} for p, q, r in pairs]}, indent=1))
