"""Writes statistics.json: what NumPy and SciPy 1.10.1 say. Run: python3 statistics.py"""
import json
import pathlib

import numpy as np
from scipy import stats

values = [3.1, -2.0, 7.25, 0.5, 0.5, 11.0]
shares = [(0, 10), (1, 10), (5, 10), (10, 10), (87, 100), (8223, 10000), (1, 1)]


def wilson(hits, count, level):
    interval = stats.binomtest(hits, count).proportion_ci(level, method="wilson")
    return {"share": hits / count, "count": count, "level": level, "low": interval.low, "high": interval.high}


falling = [[5, 4, 3, 2], [5, 4, 2, 3, 1], [1, 2, 3], [3, 1, 2, 6, 4, 5, 0], [9, 7, 8, 5, 6, 4, 3, 1, 2, 0],
           list(reversed(range(20))), [(7 * i) % 23 for i in range(23)], [(11 * i) % 41 - .5 * i for i in range(41)]]


def kendall(y):
    test = stats.kendalltau(range(len(y)), y, method="exact", alternative="less")
    slope = stats.theilslopes(y, range(len(y))).slope
    return {"y": y, "probability": float(test.pvalue), "slope": float(slope)}


golden = {
    "values": values,
    "mean": float(np.mean(values)),
    "median": float(np.median(values)),
    "standardDeviation": float(np.std(values, ddof=1)),
    "standardError": float(stats.sem(values)),
    "normalCumulative": [{"z": z, "probability": float(stats.norm.cdf(z))}
                         for z in [-37, -10, -5, -3.001, -2.999, -1.96, -.5, 0, .5, 1, 2.5, 3.5, 6]],
    "normalQuantile": [{"probability": p, "z": float(stats.norm.ppf(p))}
                       for p in [1e-12, 1e-4, .025, .05, .3, .5, .6, .95, .975, .995, .9999]],
    "wilson": [wilson(hits, count, level) for hits, count in shares for level in (.9, .95)],
    "falling": [kendall(y) for y in falling],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
