"""Penalized least squares on tables that are hard on iterations, solved in 60 digits: the optimum itself, with its conditions checked.

python3 test/golden/linear-exact.py > test/golden/linear-exact.json   (mpmath 1.2, NumPy 1.24)
"""

import json

import numpy as np
from mpmath import lu_solve, matrix, mp, mpf, sqrt

mp.dps = 60
random = np.random.default_rng(7)


def near_twins():
    """Two columns that differ by a thousandth of their spread."""
    x = random.normal(size=40)
    table = np.column_stack([x, x + 1e-3 * random.normal(size=40), random.normal(size=40)])
    return table, table @ [1.0, 1.0, 0.5] + 0.5 * random.normal(size=40)


def powers():
    """The powers of one number, up to the sixth."""
    x = random.uniform(0, 1, size=40)
    return np.column_stack([x**k for k in range(1, 7)]), np.sin(5 * x) + 0.1 * random.normal(size=40)


def wide():
    """More columns than rows, much alike."""
    common = random.normal(size=(15, 1))
    table = common + 0.05 * random.normal(size=(15, 24))
    return table, table[:, 0] - table[:, 1] + 0.1 * random.normal(size=15)


def moments(values):
    mean = sum(values) / len(values)
    return mean, sqrt(sum((v - mean) ** 2 for v in values) / len(values))


def optimum(gram, along, l1, l2):
    """min ½ b'Gb − c'b + l1 |b|₁ + ½ l2 |b|², from nothing: one column comes or goes at a time, along a way that falls."""
    size = len(along)
    b = [mpf(0)] * size
    active, signs = [], [mpf(0)] * size
    while True:
        while active:
            a = matrix(len(active), len(active))
            right = matrix(len(active), 1)
            for i, p in enumerate(active):
                right[i] = along[p] - l1 * signs[p]
                for j, q in enumerate(active):
                    a[i, j] = gram[p][q] + (l2 if p == q else 0)
            goal = lu_solve(a, right)
            crossing = [
                (b[p] / (b[p] - goal[i]), p) for i, p in enumerate(active) if l1 > 0 and goal[i] * signs[p] < 0
            ]
            share, out = min(crossing) if crossing else (mpf(1), None)
            for i, p in enumerate(active):
                b[p] += share * (goal[i] - b[p])
            if out is None:
                break
            b[out] = mpf(0)
            active.remove(out)
        pulls = [along[p] - sum(gram[p][q] * b[q] for q in active) - l2 * b[p] for p in range(size)]
        beyond = [(abs(pulls[p]) - l1, p) for p in range(size) if p not in active]
        worst, come = max(beyond) if beyond else (mpf(0), None)
        if come is None or worst <= mpf(10) ** -40:
            assert all(abs(pulls[p] - l1 * signs[p]) < mpf(10) ** -40 for p in active)
            return b
        active.append(come)
        signs[come] = mpf(1 if pulls[come] > 0 else -1)


def models(x, y, alpha, shares):
    rows, size = x.shape
    columns = [[mpf(float(v)) for v in x[:, j]] for j in range(size)]
    level, spread = moments([mpf(float(v)) for v in y])
    targets = [(mpf(float(v)) - level) / spread for v in y]
    stats = [moments(column) for column in columns]
    scaled = [[(v - mean) / deviation for v in column] for column, (mean, deviation) in zip(columns, stats)]
    gram = [[sum(a * b for a, b in zip(p, q)) / rows for q in scaled] for p in scaled]
    along = [sum(a * b for a, b in zip(p, targets)) / rows for p in scaled]
    largest = max(abs(c) for c in along) / max(mpf(alpha), mpf("0.001"))
    found = []
    for share in shares:
        # λ as the file holds it, so that both solve the same problem.
        lam = float(largest * mpf(share) * spread)
        own = mpf(lam) / spread
        b = optimum(gram, along, own * mpf(alpha), own * (1 - mpf(alpha)))
        coefficients = [value * spread / deviation for value, (_, deviation) in zip(b, stats)]
        intercept = level - sum(value * mean for value, (mean, _) in zip(coefficients, stats))
        found.append(
            {"lambda": lam, "intercept": float(intercept), "coefficients": [float(value) for value in coefficients]}
        )
    return found


cases = []
# Where as many columns as rows are active the equations of one more have no solution: the wide table stays before that.
usual, few = [0.3, 0.03, 1e-3, 1e-5], [0.3, 0.03, 1e-2, 1e-3]
for name, make, shares in [("near twins", near_twins, usual), ("powers", powers, usual), ("wide", wide, few)]:
    x, y = make()
    for alpha in (1.0, 0.5, 0.0):
        cases.append(
            {
                "name": name,
                "alpha": alpha,
                "rows": x.shape[0],
                "columns": x.shape[1],
                "x": [float(v) for v in x.ravel()],
                "y": [float(v) for v in y],
                "models": models(x, y, alpha, shares),
            }
        )
print(json.dumps(cases))
