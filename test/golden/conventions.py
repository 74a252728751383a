"""Golden numbers for the strength of L2 as PyTorch and scikit-learn mean it. Writes conventions.json beside this file.

`steps`: weights before one update of plain SGD, after it without the penalty, and with it. `ridge`: data and solutions.
"""

import json
import warnings
from pathlib import Path

import numpy
import sklearn
import torch
from sklearn.linear_model import Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor

# The rows and the learning rate of the tests' steps.
ROWS, RATE = 5, 0.1
random = numpy.random.RandomState(3)
inputs = random.normal(size=(ROWS, 3))
numbers = inputs @ [1.0, -2.0, 0.5] + random.normal(size=ROWS) * 0.3
classes = numpy.array([0, 1, 2, 1, 0])


def torch_step(make, weight_decay):
    """One step on a loss whose gradient by the weights is their targets' distance."""
    w = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64, requires_grad=True)
    before = w.tolist()
    optimizer = make([w], lr=RATE, weight_decay=weight_decay)
    (torch.tensor([0.3, 0.2, -1.0], dtype=torch.float64) * w).sum().backward()
    optimizer.step()
    return before, w.tolist()


def network_step(make, targets, alpha, rate):
    """One step of a network on one batch of all rows; a rate of nearly 0 leaves the initial weights."""
    network = make(
        hidden_layer_sizes=(2,), activation="tanh", solver="sgd", alpha=alpha, learning_rate_init=rate,
        momentum=0, batch_size=ROWS, random_state=5, max_iter=1, shuffle=False, n_iter_no_change=99,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network.fit(inputs, targets)
    return numpy.concatenate([w.ravel() for w in network.coefs_]).tolist()


def network_case(name, make, targets, alpha, rate):
    return {
        "name": name,
        "value": alpha,
        "before": network_step(make, targets, alpha, 1e-300),
        "without": network_step(make, targets, 0.0, rate),
        "with": network_step(make, targets, alpha, rate),
    }


def torch_case(name, make, weight_decay):
    before, without = torch_step(make, 0.0)
    return {
        "name": name, "value": weight_decay,
        "before": before, "without": without, "with": torch_step(make, weight_decay)[1],
    }


def ridge(alpha):
    model = Ridge(alpha=alpha, solver="cholesky").fit(inputs, numbers)
    return {"alpha": alpha, "coefficients": model.coef_.tolist(), "intercept": float(model.intercept_)}


golden = {
    "rows": ROWS,
    "learningRate": RATE,
    "inputs": inputs.tolist(),
    "targets": numbers.tolist(),
    "ridge": [ridge(alpha) for alpha in (0.1, 2.0, 30.0)],
    "steps": [
        torch_case("pytorch", torch.optim.SGD, 0.37),
        torch_case("pytorch-adamw", torch.optim.AdamW, 0.37),
        network_case("mlp-classifier", MLPClassifier, classes, 0.7, RATE),
        # Half of the squared error: twice the rate takes the steps of the whole.
        network_case("mlp-regressor", MLPRegressor, numbers, 0.7, 2 * RATE),
    ],
}
Path(__file__).with_name("conventions.json").write_text(json.dumps({"from": f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}", **golden}) + "\n")
