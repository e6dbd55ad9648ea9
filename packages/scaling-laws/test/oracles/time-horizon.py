"""Reference numbers for time horizons: the penalised weighted logistic regression solved to 40 digits by mpmath, weights
written out after METR's description. python3 time-horizon.py > time-horizon.json"""
import json
import mpmath as mp

mp.mp.dps = 40
# A small congruential generator, so that the data need no library.
state = 12345
def uniform():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31

runs = []
for family in range(7):
    for task in range(1 + family % 4):
        minutes = round(2 ** (10 * uniform() - 1), 3)
        for run in range(2 + (family + task) % 5):
            for agent, strength in (("weak", 2.0), ("strong", 6.0)):
                p = 1 / (1 + mp.exp(-(strength - float(mp.log(minutes, 2))) * 0.8))
                u = uniform()
                score = 1 if u < p else 0
                if agent == "strong" and run == 1:
                    score = round(float(p), 2)
                runs.append({"agent": agent, "task": f"{family}/{task}", "family": f"{family}", "minutes": minutes, "score": score})

def weights(own, weighting):
    per_task, tasks = {}, {}
    for r in own:
        per_task[r["task"]] = per_task.get(r["task"], 0) + 1
        tasks.setdefault(r["family"], set()).add(r["task"])
    w = []
    for r in own:
        value = mp.mpf(1)
        if weighting != "equal-run":
            value /= per_task[r["task"]]
        if weighting == "inverse-square-root-family":
            value /= mp.sqrt(len(tasks[r["family"]]))
        w.append(value)
    total = sum(w)
    return [value / total for value in w]

def fit(own, w, penalty):
    x = [mp.log(mp.mpf(repr(r["minutes"])), 2) for r in own]
    s = [mp.mpf(repr(r["score"])) for r in own]
    a, b = mp.mpf(0), mp.mpf(0)
    for _ in range(60):
        p = [1 / (1 + mp.exp(-(a + b * xi))) for xi in x]
        ga = sum(wi * (pi - si) for wi, pi, si in zip(w, p, s))
        gb = sum(wi * (pi - si) * xi for wi, pi, si, xi in zip(w, p, s, x)) + penalty * b
        haa = sum(wi * pi * (1 - pi) for wi, pi in zip(w, p))
        hab = sum(wi * pi * (1 - pi) * xi for wi, pi, xi in zip(w, p, x))
        hbb = sum(wi * pi * (1 - pi) * xi * xi for wi, pi, xi in zip(w, p, x)) + penalty
        det = haa * hbb - hab * hab
        a, b = a - (hbb * ga - hab * gb) / det, b - (haa * gb - hab * ga) / det
    assert abs(ga) < mp.mpf(10) ** -35 and abs(gb) < mp.mpf(10) ** -35
    return a, b

fits = []
for agent in ("weak", "strong"):
    own = [r for r in runs if r["agent"] == agent]
    for weighting in ("inverse-square-root-family", "equal-task", "equal-run"):
        for penalty in (0, 0.01, 0.1):
            a, b = fit(own, weights(own, weighting), mp.mpf(repr(penalty)))
            at = lambda q: float(mp.mpf(2) ** ((mp.log(q / (1 - q)) - a) / b))
            fits.append({"agent": agent, "weighting": weighting, "regularization": penalty, "intercept": float(a),
                         "slope": float(b), "p50": at(mp.mpf("0.5")), "p80": at(mp.mpf("0.8"))})
print(json.dumps({"made": f"mpmath {mp.__version__}, time-horizon.py", "runs": runs, "fits": fits}, indent=1))
