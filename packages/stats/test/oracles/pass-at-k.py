"""Reference numbers for pass@k: exact rationals. python3 pass-at-k.py > pass-at-k.json"""
import json
from fractions import Fraction
from math import comb

unbiased = [{"n": n, "c": c, "k": k, "pass": float(1 - Fraction(comb(n - c, k), comb(n, k)))}
            for n, c, k in [(10, 3, 1), (10, 3, 5), (10, 3, 8), (200, 1, 100), (10000, 7, 1000), (10000, 9000, 1), (10000, 1, 1),
                            (100, 0, 50), (100, 60, 50), (5, 5, 1), (10000, 5000, 12), (10000, 12, 5000)]]
print(json.dumps({"made": "pass-at-k.py", "unbiased": unbiased}, indent=1))
