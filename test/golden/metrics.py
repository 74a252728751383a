"""Writes metrics.json: predictions and what scikit-learn 1.2.1 says of them. Run: python3 metrics.py"""
import json
import pathlib

import numpy as np
from sklearn import metrics as oracle

random = np.random.default_rng(7)


def calibration_error(labels, probabilities, weights):
    """Guo et al. 2017, fifteen bins that are open below; scikit-learn has none."""
    confidence = probabilities.max(1).astype(np.float64)
    right = probabilities.argmax(1) == labels
    edges = np.linspace(0, 1, 16)
    total = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            share = weights[inside].sum() / weights.sum()
            total += share * abs(np.average(right[inside], weights=weights[inside])
                                 - np.average(confidence[inside], weights=weights[inside]))
    return total


def area(labels, probabilities, weights):
    if len(set(labels)) < 2:
        return None
    if probabilities.shape[1] == 2:
        return oracle.roc_auc_score(labels, probabilities[:, 1], sample_weight=weights)
    return np.mean([oracle.roc_auc_score(labels == k, probabilities[:, k], sample_weight=weights)
                    for k in sorted(set(labels))])


def classification(name, rows, classes, labels=None, probabilities=None, weights=None, positive=None):
    labels = random.integers(0, classes, rows) if labels is None else np.array(labels)
    if probabilities is None:
        logits = random.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[labels]
        probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    probabilities = np.round(np.array(probabilities), 5).astype(np.float32)
    predicted = probabilities.argmax(1)
    given = {} if weights is None else {"weights": np.array(weights, np.float32).tolist()}
    weights = np.ones(rows) if weights is None else np.array(weights, np.float32).astype(np.float64)
    of_all = {"sample_weight": weights, "zero_division": 0}
    by_class = oracle.precision_recall_fscore_support(labels, predicted, labels=range(classes), **of_all)
    return {
        "name": name, "rows": rows, "classes": classes,
        "probabilities": probabilities.ravel().tolist(), "labels": labels.tolist(), **given,
        **({} if positive is None else {"positive": positive}),
        "scores": {
            **(positive_scores(labels, probabilities, weights, 1 if positive is None else positive)
               if classes == 2 else {}),
            "accuracy": oracle.accuracy_score(labels, predicted, sample_weight=weights),
            "balancedAccuracy": np.mean([oracle.recall_score(labels == k, predicted == k, **of_all)
                                         for k in sorted(set(labels))]),
            "precisionMacro": oracle.precision_score(labels, predicted, average="macro", **of_all),
            "recallMacro": oracle.recall_score(labels, predicted, average="macro", **of_all),
            "f1Macro": oracle.f1_score(labels, predicted, average="macro", **of_all),
            "f1Weighted": oracle.f1_score(labels, predicted, average="weighted", **of_all),
            "logLoss": oracle.log_loss(labels, probabilities, labels=range(classes), sample_weight=weights),
            "rocAuc": area(labels, probabilities, weights),
            "calibrationError": calibration_error(labels, probabilities, weights),
            **({"top5Accuracy": oracle.top_k_accuracy_score(labels, probabilities, k=5, labels=range(classes),
                                                            sample_weight=weights)} if classes > 5 else {}),
        },
        "confusion": oracle.confusion_matrix(labels, predicted, labels=range(classes),
                                             sample_weight=weights).ravel().tolist(),
        "byClass": {key: values.tolist() for key, values in
                    zip(["precision", "recall", "f1", "rows"], by_class)},
    }


def positive_scores(labels, probabilities, weights, positive):
    """Of the class that is looked for, of two."""
    predicted = probabilities.argmax(1)
    given = {"pos_label": positive, "sample_weight": weights}
    return {
        "positivePrecision": oracle.precision_score(labels, predicted, zero_division=0, **given),
        "positiveRecall": oracle.recall_score(labels, predicted, zero_division=0, **given),
        "positiveF1": oracle.f1_score(labels, predicted, zero_division=0, **given),
        "averagePrecision": oracle.average_precision_score(labels, probabilities[:, positive], **given),
    }


def regression(name, actual, predicted, weights=None):
    actual = np.round(np.array(actual), 5).astype(np.float32)
    predicted = np.round(np.array(predicted), 5).astype(np.float32)
    exact = actual.astype(np.float64), predicted.astype(np.float64)
    given = {} if weights is None else {"weights": np.array(weights, np.float32).tolist()}
    weighted = {} if weights is None else {"sample_weight": np.array(weights, np.float32).astype(np.float64)}
    return {
        "name": name, "rows": actual.shape[0], "outputs": actual.shape[1],
        "actual": actual.ravel().tolist(), "predicted": predicted.ravel().tolist(), **given,
        "scores": {
            "mse": oracle.mean_squared_error(*exact, **weighted),
            "rmse": oracle.mean_squared_error(*exact, squared=False, **weighted),
            "mae": oracle.mean_absolute_error(*exact, **weighted),
            "r2": oracle.r2_score(*exact, **weighted),
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
        classification("eight classes", 60, 8),
        classification("equal probabilities", 6, 2, [0, 1, 0, 1, 1, 0],
                       [[.5, .5], [.5, .5], [.7, .3], [.3, .7], [.7, .3], [.3, .7]]),
        classification("weighted rows", 30, 3, weights=random.uniform(0.1, 4, 30)),
        classification("weighted rows of two classes", 25, 2, weights=random.uniform(0.1, 4, 25)),
        classification("the first class is looked for", 25, 2, weights=np.linspace(0.5, 2, 25),
                       labels=np.arange(25) % 3 % 2, positive=0,
                       probabilities=np.stack([p := np.abs(np.sin(np.arange(25))), 1 - p], 1)),
    ],
    "regression": [
        regression("one output", a := normal(size=(30, 1)), a + .3 * normal(size=(30, 1))),
        regression("three outputs", a := normal(size=(20, 3)) * [1, 10, .1] + [0, 100, 5],
                   a + normal(size=(20, 3)) * [.2, 20, .01]),
        regression("weighted rows", a := normal(size=(12, 2)), a + .3 * normal(size=(12, 2)), random.uniform(.1, 4, 12)),
        regression("constant target, met", [[2.0], [2.0], [2.0]], [[2.0], [2.0], [2.0]]),
        regression("constant target, missed", [[2.0], [2.0], [2.0]], [[2.0], [2.5], [2.0]]),
        regression("far from zero", 1000 + normal(size=(15, 1)), 1000 + normal(size=(15, 1))),
        regression("one constant output of two", [[1, 3], [2, 3], [4, 3]], [[1.5, 3], [2, 3], [3, 3.5]]),
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
