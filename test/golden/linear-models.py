"""Writes linear-models.json: what scikit-learn 1.2 and NumPy fit. Run: python3 linear-models.py"""
import json
import pathlib
import warnings

import numpy as np
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge

warnings.filterwarnings("ignore")
random = np.random.default_rng(11)


def table(rows, columns):
    shared = random.normal(size=(rows, 1))
    return ((random.normal(size=(rows, columns)) + shared) * (1 + np.arange(columns) % 3)).round(3)


def common(x, y):
    return {"rows": x.shape[0], "columns": x.shape[1], "x": x.ravel().tolist(), "y": y.tolist()}


def least_squares(rows, columns, weighted):
    x = table(rows, columns)
    y = (x[:, 0] - 0.5 * x[:, 1] + 3 + random.normal(size=rows)).round(3)
    weights = random.uniform(0.2, 3, rows).round(3) if weighted else np.ones(rows)
    model = LinearRegression().fit(x, y, sample_weight=weights)
    design = np.column_stack([np.ones(rows), x])
    residuals = y - model.predict(x)
    variance = (weights * residuals**2).sum() / (rows - columns - 1)
    covariance = variance * np.linalg.inv(design.T @ (weights[:, None] * design))
    return {**common(x, y), "weights": weights.tolist(), "intercept": model.intercept_, "coefficients": model.coef_.tolist(),
            "errors": np.sqrt(np.diag(covariance)).tolist(), "rSquared": model.score(x, y, sample_weight=weights)}


def ridge(rows, columns, weighted):
    """Leave-one-out by leaving each row out; degrees of freedom and generalized cross-validation from the hat matrix."""
    x = table(rows, columns)
    y = (x[:, 0] - 0.5 * x[:, 1] + 3 + random.normal(size=rows)).round(3)
    weights = random.uniform(0.2, 3, rows).round(3) if weighted else np.ones(rows)
    found = []
    for penalty in [100.0, 7.0, 0.3]:
        model = Ridge(alpha=penalty, solver="svd" if not weighted else "cholesky").fit(x, y, sample_weight=weights)
        left_out = []
        for row in range(rows):
            rest = np.arange(rows) != row
            other = Ridge(alpha=penalty, solver="cholesky").fit(x[rest], y[rest], sample_weight=weights[rest])
            left_out.append((y[row] - other.predict(x[row:row + 1])[0]) ** 2)
        centred = np.sqrt(weights)[:, None] * (x - np.average(x, axis=0, weights=weights))
        gram = centred.T @ centred
        degrees = np.trace(np.linalg.solve(gram + penalty * np.eye(columns), gram))
        error = np.average((y - model.predict(x)) ** 2, weights=weights)
        found.append({"lambda": penalty, "intercept": model.intercept_, "coefficients": model.coef_.tolist(), "degrees": degrees,
                      "leaveOneOut": np.average(left_out, weights=weights), "generalized": error / (1 - (degrees + 1) / rows) ** 2})
    return {**common(x, y), "weights": weights.tolist(), "models": found}


def elastic_net(rows, columns, alpha):
    x = table(rows, columns)
    y = (x[:, 0] - 0.5 * x[:, 1] + 3 + random.normal(size=rows)).round(3)
    found = []
    for penalty in [1.0, 0.1, 0.01]:
        model = ElasticNet(alpha=penalty, l1_ratio=alpha, tol=1e-14, max_iter=1000000).fit(x, y)
        found.append({"lambda": penalty, "intercept": model.intercept_, "coefficients": model.coef_.tolist()})
    return {**common(x, y), "alpha": alpha, "models": found}


def logistic(rows, columns, classes, alpha):
    x = table(rows, columns)
    y = (x @ random.normal(size=(columns, classes)) + random.gumbel(size=(rows, classes))).argmax(1)
    found = []
    for penalty in [0.1, 0.02]:
        model = LogisticRegression(penalty="elasticnet", l1_ratio=alpha, C=1 / (penalty * rows), solver="saga", tol=1e-13,
                                   max_iter=200000, multi_class="auto").fit(x, y)
        intercepts = model.intercept_ - (model.intercept_.mean() if classes > 2 else 0)
        found.append({"lambda": penalty, "intercepts": intercepts.tolist(), "coefficients": model.coef_.ravel().tolist()})
    return {**common(x, y), "classes": classes, "alpha": alpha, "models": found}


golden = {
    "leastSquares": [least_squares(30, 4, False), least_squares(30, 4, True)],
    "ridge": [ridge(30, 5, False), ridge(30, 5, True), ridge(12, 20, False)],
    "elasticNet": [elastic_net(40, 6, 1.0), elastic_net(40, 6, 0.4), elastic_net(20, 30, 0.7)],
    "logistic": [logistic(60, 4, 2, 1.0), logistic(80, 4, 3, 0.5)],
}
pathlib.Path(__file__).with_name("linear-models.json").write_text(json.dumps(golden))
