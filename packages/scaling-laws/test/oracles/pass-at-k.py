"""Reference numbers for repeated sampling: mpmath (40 digits) for the beta-binomial.
python3 pass-at-k.py > pass-at-k.json"""
import json
import mpmath as mp

mp.mp.dps = 40
def pass_at(a, b, k):
    return 1 - mp.beta(a, b + k) / mp.beta(a, b)
grid = [{"alpha": a, "beta": b, "k": k, "pass": float(pass_at(mp.mpf(repr(a)), mp.mpf(repr(b)), k))}
        for a, b in [(0.3, 5.0), (0.1, 1.0), (1.0, 1.0), (2.5, 0.2), (1e-3, 30.0), (40.0, 1e4)] for k in [1, 10, 100, 10000, 10**8]]

def fit(problems):
    logs = lambda a, b: sum(mp.log(mp.beta(a + c, b + n - c)) - mp.log(mp.beta(a, b)) for n, c in problems)
    f = lambda u, v: logs(mp.exp(u), mp.exp(v))
    du = lambda u, v: mp.diff(f, (u, v), (1, 0))
    dv = lambda u, v: mp.diff(f, (u, v), (0, 1))
    u, v = mp.findroot([du, dv], (mp.mpf(-1), mp.mpf(1)), tol=1e-40, solver="mdnewton")
    h = mp.matrix([[-mp.diff(f, (u, v), (2, 0)), -mp.diff(f, (u, v), (1, 1))], [-mp.diff(f, (u, v), (1, 1)), -mp.diff(f, (u, v), (0, 2))]])
    cov = h ** -1
    out = {"alpha": float(mp.exp(u)), "beta": float(mp.exp(v)), "logLikelihood": float(f(u, v)), "sdLogAlpha": float(mp.sqrt(cov[0, 0])),
           "forecasts": []}
    for k in (50, 10000):
        g = lambda p, q: mp.log(-mp.log(1 - pass_at(mp.exp(p), mp.exp(q), k)))
        gu, gv = mp.diff(g, (u, v), (1, 0)), mp.diff(g, (u, v), (0, 1))
        sd = mp.sqrt(gu * gu * cov[0, 0] + 2 * gu * gv * cov[0, 1] + gv * gv * cov[1, 1])
        z = mp.sqrt(2) * mp.erfinv(mp.mpf("0.95"))
        at = lambda s: float(1 - mp.exp(-mp.exp(g(u, v) + s * z * sd)))
        out["forecasts"].append({"k": k, "pass": at(0), "lower": at(-1), "upper": at(1)})
    return out

sets = [[(100, c) for c in [0, 0, 1, 0, 3, 12, 0, 2, 40, 0, 7, 1]],
        [(60, 60), (60, 2), (120, 1), (180, 1), (600, 1), (60, 31), (10020, 0), (300, 1), (60, 9)]]
print(json.dumps({"made": f"mpmath {mp.__version__}, pass-at-k.py", "betaBinomial": grid,
                  "fits": [{"problems": [{"attempts": n, "successes": c} for n, c in s], **fit(s)} for s in sets]}, indent=1))
