"""Reference p-values of Fisher's and McNemar's tests: exact rationals. python3 fourfold-tables.py > fourfold-tables.json"""
import json
from fractions import Fraction
from math import comb

def fisher(a, b, c, d):
    row, column, total = a + b, a + c, a + b + c + d
    whole = comb(total, column)
    weight = {x: comb(row, x) * comb(total - row, column - x) for x in range(max(0, column - c - d), min(row, column) + 1)}
    share = lambda keep: float(Fraction(sum(w for x, w in weight.items() if keep(x, w)), whole))
    return {"table": [[a, b], [c, d]], "greater": share(lambda x, w: x >= a), "less": share(lambda x, w: x <= a),
            "twoSided": share(lambda x, w: w <= weight[a])}

def mcnemar(b, c):
    n = b + c
    tail = sum(comb(n, i) for i in range(min(b, c) + 1))
    return {"b": b, "c": c, "exact": float(min(Fraction(1), Fraction(2 * tail, 2**n)))}

tables = [(44, 10, 8, 10), (40, 60, 60, 840), (10, 90, 90, 810), (3, 1, 1, 3), (0, 5, 5, 0), (8, 2, 1, 5), (2, 7, 15, 3), (1, 9, 11, 3),
          (7, 32761, 0, 100000), (45, 32723, 0, 100000), (0, 0, 3, 4), (5, 0, 7, 0), (12, 5, 29, 2), (500, 500, 480, 520), (100, 2000, 130, 1800),
          (3, 97, 12, 88), (1, 0, 0, 1), (10, 10, 10, 10)]
pairs = [(0, 1), (5, 15), (15, 5), (7, 7), (0, 40), (60, 60), (121, 59), (1000, 1100)]
print(json.dumps({"made": "fourfold-tables.py", "fisher": [fisher(*t) for t in tables], "mcnemar": [mcnemar(*p) for p in pairs]}, indent=1))
