"""The over-training law and the downstream error of Gadre et al. 2024 as their code fits them (scipy's curve_fit, 256 starts), on their records:
python3 gadre.py ../../../../../shared/data/scaling-gadre/exp_data_all.jsonl.gz"""
import gzip
import itertools
import json
import sys
import warnings
import numpy as np
from scipy.optimize import curve_fit

warnings.filterwarnings('ignore')
rows = [json.loads(line) for line in gzip.open(sys.argv[1], 'rt')]
models = {}
evals = {}
for row in rows:
    if '/models/' in row['path']:
        models[row['name']] = row
    elif '/evals/' in row['path']:
        evals[row['path'].split('evaluation_')[1].removesuffix('_heavy.json')] = row['eval_metrics']['icl']
# The 17 tasks of the paper's subset, as its code lists them.
subset = ('bigbench_operators pubmed_qa_labeled hellaswag_zeroshot boolq arc_easy coqa bigbench_dyck_languages lambada_openai '
          'bigbench_novel_concepts winograd bigbench_cs_algorithms commonsense_qa bigbench_qa_wikidata hellaswag copa squad piqa').split()


def loss(name, val='c4_val'):
    return next(r['loss'] for r in models[name]['results'] if r['val_data'][0].split('/')[-2] == val)


def law(x, a, b, h, E):
    return a * x[0] ** h + b * 6 ** (h / 2) * (x[1] * x[0]) ** h + E


small = ['d=96_l=8_h=4', 'd=512_l=8_h=4', 'd=576_l=24_h=8', 'd=1024_l=24_h=8']
out = {}
for data in ('c4_original', 'rpj', 'rw_original'):
    train = [f'{data}-{shape}-1.0' for shape in small] + [f'{data}-{small[0]}-16.0']
    n = np.array([models[t]['hyperparameters']['params'] for t in train], float)
    m = np.array([models[t]['hyperparameters']['tokens'] for t in train], float) / n
    y = np.array([loss(t) for t in train])
    best = None
    for start in itertools.product([1e2, 3e2, 1e3, 3e3], [1e2, 3e2, 1e3, 3e3], [-.1, -.3], [0, 1, 2, 10]):
        try:
            popt, _ = curve_fit(law, (n, m), y, p0=start, maxfev=10000)
        except RuntimeError:
            continue
        rss = float(((law((n, m), *popt) - y) ** 2).sum())
        if best is None or rss < best[0]:
            best = (rss, popt)
    rss, (a, b, h, E) = best
    held = {}
    for name, record in models.items():
        if not name.startswith(data + '-open_lm'):
            continue
        p = record['hyperparameters']['params']
        t = record['hyperparameters']['tokens']
        held[name.removeprefix(data + '-')] = float(law((p, t / p), a, b, h, E))
    points = train + [f'{data}-open_lm_1b-1.0']
    x = np.array([loss(t) for t in points])
    err = np.array([np.mean([1 - evals[t][k] for k in subset]) for t in points])
    (k, gamma, epsilon), _ = curve_fit(lambda t, k, g, e: e - k * np.exp(-g * t), x, err, maxfev=10000)
    drss = float(((epsilon - k * np.exp(-gamma * x) - err) ** 2).sum())
    largest = f'{data}-open_lm_7b-1.0'
    out[data] = {
        'rss': rss, 'E': float(E), 'b': float(b), 'eta': float(-h / 2), 'a': float(a * 6 ** (-h / 2)),
        'heldOut': held,
        'downstream': {'rss': drss, 'epsilon': float(epsilon), 'k': float(k), 'gamma': float(gamma),
                       'largest': float(epsilon - k * np.exp(-gamma * loss(largest)))},
    }
with open('gadre.json', 'w') as file:
    json.dump(out, file, indent=1)
    file.write('\n')
