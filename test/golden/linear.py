"""Writes linear.json: what scikit-learn 1.2 fits. Run: python3 linear.py"""
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

random = np.random.default_rng(5)


def ridge(rows, columns, outputs, weighted, penalty):
    x = random.normal(size=(rows, columns)).round(3)
    y = (x[:, :outputs] * 2 + 3 + random.normal(size=(rows, outputs))).round(3)
    weights = random.uniform(0, 3, rows).round(3) if weighted else None
    model = Ridge(alpha=penalty, solver="cholesky" if not weighted else "lsqr", tol=1e-14, max_iter=100000)
    model.fit(x, y, sample_weight=weights)
    return {"rows": rows, "columns": columns, "outputs": outputs, "lambda": penalty, "x": x.ravel().tolist(),
            "y": y.ravel().tolist(), "weights": None if weights is None else weights.tolist(),
            "coefficients": np.atleast_2d(model.coef_).T.ravel().tolist(), "intercepts": np.atleast_1d(model.intercept_).tolist()}


def logistic(rows, columns, classes, weighted, penalty):
    x = random.normal(size=(rows, columns)).round(3)
    true = random.normal(size=(columns, classes))
    y = (x @ true + random.gumbel(size=(rows, classes))).argmax(1)
    weights = random.uniform(0, 3, rows).round(3) if weighted else None
    model = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=10000).fit(x, y, sample_weight=weights)
    return {"rows": rows, "columns": columns, "classes": classes, "lambda": penalty, "x": x.ravel().tolist(),
            "labels": y.tolist(), "weights": None if weights is None else weights.tolist(),
            "probabilities": model.predict_proba(x[:5]).ravel().tolist(),
            "coefficients": np.hstack([model.coef_, model.intercept_[:, None]]).ravel().tolist()}


golden = {
    "ridge": [ridge(30, 4, 1, False, 1.0), ridge(30, 4, 2, True, 0.5), ridge(8, 12, 1, False, 2.0)],
    "logistic": [logistic(60, 3, 2, False, 1.0), logistic(60, 3, 2, True, 0.1), logistic(80, 4, 3, False, 1.0),
                 logistic(80, 4, 4, True, 5.0), logistic(10, 15, 3, False, 1.0)],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
