"""Inference-aware allocation in 50 digits: 6 N D + 2 N D_inf minimised over log N by its derivative. Run: python3 inference-aware.py"""
import json
from pathlib import Path

from mpmath import diff, mp, mpf

mp.dps = 50
laws = {
    'hoffmannRounded': ('406.4', '410.7', '1.69', '0.34', '0.28'),
    'besiroglu': ('482.00572', '2085.4342', '1.81686', '0.34781', '0.36585'),
}
rows = []
for name, constants in laws.items():
    A, B, E, alpha, beta = map(mpf, constants)
    for loss in ('1.95', '2.3'):
        for demand in ('0', '1e9', '1e12', '1e14'):
            L, inference = mpf(loss), mpf(demand)
            tokens = lambda x: (B / (L - E - A * mp.e ** (-alpha * x))) ** (1 / beta)
            cost = lambda x: 6 * mp.e**x * tokens(x) + 2 * mp.e**x * inference
            least = mp.log(A / (L - E)) / alpha
            slope = lambda x: diff(lambda t: mp.log(cost(t)), x)
            low, high = least + mpf('1e-6'), least + 40
            for _ in range(150):
                middle = (low + high) / 2
                low, high = (middle, high) if slope(middle) < 0 else (low, middle)
            x = (low + high) / 2
            rows.append(
                {
                    'law': name,
                    'loss': float(loss),
                    'inferenceTokens': float(demand),
                    'params': float(mp.e**x),
                    'tokens': float(tokens(x)),
                    'totalCompute': float(cost(x)),
                }
            )
Path(__file__).with_suffix('.json').write_text(json.dumps(rows, indent=1) + '\n')
