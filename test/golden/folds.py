"""Folds of scikit-learn's KFold and StratifiedKFold, shuffled with seed 0, for test/reproduced-folds.test.ts.

python3 test/golden/folds.py > test/golden/folds.json
"""

import json

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold


def folds_of(splitter, labels):
    found = np.zeros(len(labels), int)
    for fold, (_, test) in enumerate(splitter.split(np.zeros(len(labels)), labels)):
        found[test] = fold
    return found.tolist()


# 3 classes of unequal size, the second of which occurs first.
labels = [1, 1, 0, 2, 1, 0, 1, 2, 0, 1, 1, 1, 0, 2, 2, 1, 0, 1, 2, 1, 0, 0, 1, 2, 1, 1, 0]
print(
    json.dumps(
        {
            "labels": labels,
            "classes": folds_of(StratifiedKFold(5, shuffle=True, random_state=0), labels),
            "numbers": folds_of(KFold(5, shuffle=True, random_state=0), labels),
        }
    )
)
