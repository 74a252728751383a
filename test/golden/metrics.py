"""Writes metrics.json: predictions and what scikit-learn 1.2.1 says of them. Run: python3 metrics.py"""
import json
import pathlib

import numpy as np
from sklearn import metrics as oracle

random = np.random.default_rng(7)


def classification(name, rows, classes, labels=None, probabilities=None):
    labels = random.integers(0, classes, rows) if labels is None else np.array(labels)
    if probabilities is None:
        logits = random.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[labels]
        probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    probabilities = np.round(np.array(probabilities), 5).astype(np.float32)
    predicted = probabilities.argmax(1)
    return {
        "name": name, "rows": rows, "classes": classes,
        "probabilities": probabilities.ravel().tolist(), "labels": labels.tolist(),
        "scores": {
            "accuracy": oracle.accuracy_score(labels, predicted),
            "f1Macro": oracle.f1_score(labels, predicted, average="macro", zero_division=0),
        },
    }


def regression(name, actual, predicted):
    actual = np.round(np.array(actual), 5).astype(np.float32)
    predicted = np.round(np.array(predicted), 5).astype(np.float32)
    exact = actual.astype(np.float64), predicted.astype(np.float64)
    return {
        "name": name, "rows": actual.shape[0], "outputs": actual.shape[1],
        "actual": actual.ravel().tolist(), "predicted": predicted.ravel().tolist(),
        "scores": {
            "mse": oracle.mean_squared_error(*exact),
            "mae": oracle.mean_absolute_error(*exact),
            "r2": oracle.r2_score(*exact),
        },
    }


normal = random.normal
cases = {
    "classification": [
        classification("binary", 30, 2),
        classification("five classes", 40, 5),
        classification("ties go to the first class", 4, 3, [0, 1, 2, 2],
                       [[.4, .4, .2], [.2, .4, .4], [.3, .3, .4], [1 / 3, 1 / 3, 1 / 3]]),
        classification("classes neither present nor predicted", 6, 5, [0, 0, 1, 1, 1, 0],
                       np.eye(5)[[0, 1, 1, 1, 0, 0]]),
        classification("a class that is predicted but absent", 5, 3, [0, 0, 1, 1, 1], np.eye(3)[[0, 2, 1, 2, 1]]),
        classification("rare class missed", 20, 2, [0] * 19 + [1], np.eye(2)[[0] * 20]),
        classification("all wrong", 3, 3, [0, 1, 2], np.eye(3)[[1, 2, 0]]),
        classification("one row", 1, 4, [3], np.eye(4)[[3]]),
    ],
    "regression": [
        regression("one output", a := normal(size=(30, 1)), a + .3 * normal(size=(30, 1))),
        regression("three outputs", a := normal(size=(20, 3)) * [1, 10, .1] + [0, 100, 5],
                   a + normal(size=(20, 3)) * [.2, 20, .01]),
        regression("constant target, met", [[2.0], [2.0], [2.0]], [[2.0], [2.0], [2.0]]),
        regression("constant target, missed", [[2.0], [2.0], [2.0]], [[2.0], [2.5], [2.0]]),
        regression("far from zero", 1000 + normal(size=(15, 1)), 1000 + normal(size=(15, 1))),
        regression("one constant output of two", [[1, 3], [2, 3], [4, 3]], [[1.5, 3], [2, 3], [3, 3.5]]),
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
