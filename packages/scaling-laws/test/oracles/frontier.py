"""Compute-optimal allocation by numerical minimisation in 50 digits, not by the closed form. Run: /usr/bin/python3 frontier.py > frontier.json"""
import json
import mpmath as mp

mp.mp.dps = 50
presets = {
    'hoffmannRounded': ('406.4', '410.7', '1.69', '0.34', '0.28'),
    'hoffmann': (mp.exp(mp.mpf('6.0073404')), mp.exp(mp.mpf('6.0179186')), mp.exp(mp.mpf('0.5267228')), '0.33917084', '0.2849083'),
    'besiroglu': ('482.00572', '2085.4342', '1.81686', '0.34781', '0.36585'),
}
out = {'mpmath': mp.__version__, 'presets': {}}
for name, constants in presets.items():
    A, B, E, alpha, beta = map(mp.mpf, constants)
    rows = []
    for budget in ['1e18', '1e21', '5.76e23', '1e25', '3.8e25']:
        C = mp.mpf(budget)
        loss = lambda n: E + A * mp.exp(-alpha * n) + B * (6 / C) ** beta * mp.exp(beta * n)
        n = mp.findroot(lambda v: mp.diff(loss, v), mp.log(mp.mpf('1e9')))
        N = mp.exp(n)
        rows.append({'compute': float(C), 'params': float(N), 'tokens': float(C / (6 * N)), 'loss': float(loss(n))})
    out['presets'][name] = rows
print(json.dumps(out, indent=1))
