"""Golden numbers for whole training steps, from PyTorch. Writes training.json beside this file.

Every case starts from stored weights and takes a few steps on stored batches. Each runs twice: in float32 (`parameters`)
and in float64 (`exact`, what a float32 implementation should be compared with). Stored inputs, targets and weights are
multiples of 1/256, so that both types hold them exactly.
"""

import json
from pathlib import Path

import numpy
import torch
from torch.nn import functional

CONVENTIONS = {
    "weights": "[inputs, outputs]; a layer is x @ W + b; parameters are W1, b1, W2, b2",
    "softmaxCrossEntropy": "per example -sum_k y_k log softmax(z)_k; mean over the batch",
    "sigmoidCrossEntropy": "per example the sum over outputs of -(y log s(z) + (1 - y) log(1 - s(z))); mean over the batch",
    "mse": "mean over batch and outputs of (z - y)^2",
    "mae": "mean over batch and outputs of |z - y|",
    "huber": "mean over batch and outputs of (z - y)^2 / 2 where |z - y| <= 1, else |z - y| - 1/2",
    "momentum": "v = momentum v + g; w -= rate v; nesterov: w -= rate (g + momentum v); v starts at 0",
    "adam": "m, v with bias correction; w -= rate m' / (sqrt(v') + epsilon)",
    "adamw": "w *= 1 - rate weightDecay, then adam with the gradient at the old w; `decays` says which parameters shrink",
    "rmsprop": "v = rho v + (1 - rho) g^2; w -= rate g / (sqrt(v) + epsilon); Keras differs: rho 0.9, sqrt(v + 1e-7)",
    "l2": "on W1 and W2 only: sum: lambda |W|^2; half: lambda/2 |W|^2; halfMean: lambda/(2 n) |W|^2;"
    " decoupled: no penalty, w *= 1 - rate lambda before the update by the gradient at the old w",
    "dropout": "the hidden layer after its activation times mask / (1 - rate); masks are [step][row of the batch][unit]",
    "losses": "per step, before its update: the data loss alone, and the objective, which adds the penalty",
}

random = numpy.random.RandomState(7)


def grid(values):
    return numpy.round(values * 256) / 256


def network(sizes, rows, targets):
    inputs, hidden, outputs = sizes
    return {
        "sizes": sizes,
        "inputs": grid(random.uniform(-1.5, 1.5, (rows, inputs))).tolist(),
        "targets": targets(rows, outputs).tolist(),
        "initial": {
            "W1": grid(random.uniform(-0.7, 0.7, (inputs, hidden))).tolist(),
            "b1": grid(random.uniform(-0.2, 0.2, hidden)).tolist(),
            "W2": grid(random.uniform(-0.8, 0.8, (hidden, outputs))).tolist(),
            "b2": grid(random.uniform(-0.2, 0.2, outputs)).tolist(),
        },
    }


NETWORKS = {
    "classification": network([6, 5, 3], 20, lambda rows, outputs: numpy.eye(outputs)[random.randint(0, outputs, rows)]),
    # Far targets, so that the Huber loss has rows in both of its branches.
    "regression": network([5, 4, 2], 20, lambda rows, outputs: grid(random.uniform(-3, 3, (rows, outputs)))),
}

LOSSES = {
    "softmaxCrossEntropy": lambda z, y: -(y * functional.log_softmax(z, 1)).sum(1).mean(),
    "sigmoidCrossEntropy": lambda z, y: functional.binary_cross_entropy_with_logits(z, y, reduction="none").sum(1).mean(),
    "mse": functional.mse_loss,
    "mae": functional.l1_loss,
    "huber": lambda z, y: functional.huber_loss(z, y, delta=1.0),
}
TASK = {"softmaxCrossEntropy": "classification", "sigmoidCrossEntropy": "classification"}
ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}

OPTIMIZERS = {
    "sgd": {"use": "sgd", "rate": 0.25},
    "momentum": {"use": "momentum", "rate": 0.125, "momentum": 0.9},
    "nesterov": {"use": "nesterov", "rate": 0.125, "momentum": 0.9},
    "adam": {"use": "adam", "rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "adamw": {"use": "adamw", "rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.5, "decays": "weights"},
    "adamwAll": {"use": "adamw", "rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.5, "decays": "all"},
    "rmsprop": {"use": "rmsprop", "rate": 0.01, "rho": 0.99, "epsilon": 1e-8},
}


def make_optimizer(options, parameters):
    use, rate = options["use"], options["rate"]
    weights = [parameters["W1"], parameters["W2"]]
    biases = [parameters["b1"], parameters["b2"]]
    if use == "sgd":
        return torch.optim.SGD(weights + biases, lr=rate)
    if use in ("momentum", "nesterov"):
        return torch.optim.SGD(weights + biases, lr=rate, momentum=options["momentum"], nesterov=use == "nesterov")
    if use == "rmsprop":
        return torch.optim.RMSprop(weights + biases, lr=rate, alpha=options["rho"], eps=options["epsilon"])
    betas = (options["beta1"], options["beta2"])
    if use == "adam":
        return torch.optim.Adam(weights + biases, lr=rate, betas=betas, eps=options["epsilon"])
    decay = options["weightDecay"]
    groups = [
        {"params": weights, "weight_decay": decay},
        {"params": biases, "weight_decay": decay if options["decays"] == "all" else 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=options["epsilon"])


def penalty(l2, parameters):
    if l2 is None or l2["convention"] == "decoupled":
        return 0.0
    squares = (parameters["W1"] ** 2).sum() + (parameters["W2"] ** 2).sum()
    factor = {"sum": 1.0, "half": 0.5, "halfMean": 0.5 / l2.get("n", 1)}[l2["convention"]]
    return l2["lambda"] * factor * squares


def run(case, dtype):
    net = NETWORKS[case["network"]]
    inputs = torch.tensor(net["inputs"], dtype=dtype)
    targets = torch.tensor(net["targets"], dtype=dtype)
    parameters = {name: torch.tensor(value, dtype=dtype, requires_grad=True) for name, value in net["initial"].items()}
    optimizer = make_optimizer(case["optimizer"], parameters)
    l2, dropout = case.get("l2"), case.get("dropout")
    losses = []
    for step, rows in enumerate(case["batches"]):
        hidden = ACTIVATIONS[case["activation"]](inputs[rows] @ parameters["W1"] + parameters["b1"])
        if dropout is not None:
            hidden = hidden * torch.tensor(dropout["masks"][step], dtype=dtype) / (1 - dropout["rate"])
        loss = LOSSES[case["loss"]](hidden @ parameters["W2"] + parameters["b2"], targets[rows])
        objective = loss + penalty(l2, parameters)
        optimizer.zero_grad()
        objective.backward()
        if l2 is not None and l2["convention"] == "decoupled":
            with torch.no_grad():
                for name in ("W1", "W2"):
                    parameters[name].mul_(1 - case["optimizer"]["rate"] * l2["lambda"])
        optimizer.step()
        losses.append([loss.item(), float(objective)])
    return {name: value.detach().numpy() for name, value in parameters.items()}, losses


def digits(array, count):
    return [digits(row, count) for row in array] if numpy.ndim(array) > 0 else float(f"{array:.{count}g}")


def finish(case):
    single, _ = run(case, torch.float32)
    exact, losses = run(case, torch.float64)
    for name, value in exact.items():
        error = numpy.abs(single[name] - value).max() / numpy.abs(value).max()
        assert error < 2e-6, f"{case['name']} {name}: float32 is off by {error}"
    case["parameters"] = {name: digits(value, 9) for name, value in single.items()}
    case["exact"] = {name: digits(value, 12) for name, value in exact.items()}
    case["losses"] = [{"loss": digits(loss, 12), "objective": digits(objective, 12)} for loss, objective in losses]
    return case


def case(name, loss, optimizer, activation="tanh", **rest):
    base = {"name": name, "network": TASK.get(loss, "regression"), "activation": activation, "loss": loss}
    batches = rest.pop("batches", BATCHES)
    return finish({**base, "optimizer": OPTIMIZERS[optimizer], "batches": batches, **rest})


ROWS = random.permutation(20).tolist()
BATCHES = [ROWS[start : start + 4] for start in range(0, 20, 4)]
EPOCHS = [random.permutation(10).tolist() for _ in range(2)]
UNEVEN = [order[start : start + 4] for order in EPOCHS for start in (0, 4, 8)]
DROPOUT = {"rate": 0.25, "masks": (random.uniform(size=(5, 4, 5)) >= 0.25).astype(int).tolist()}
L2 = [
    {"convention": "sum", "lambda": 0.05},
    {"convention": "half", "lambda": 0.15},
    {"convention": "halfMean", "lambda": 2.5, "n": 20},
    {"convention": "decoupled", "lambda": 0.2},
]

CASES = [case(f"{loss}, {optimizer}", loss, optimizer) for loss in LOSSES for optimizer in OPTIMIZERS]
CASES += [
    case(f"{activation}, {optimizer}", "softmaxCrossEntropy", optimizer, activation)
    for activation in ("relu", "sigmoid")
    for optimizer in ("sgd", "adam")
]
CASES += [
    case(f"l2 {l2['convention']}, {optimizer}", "softmaxCrossEntropy", optimizer, l2=l2)
    for l2 in L2
    for optimizer in ("sgd", "adam")
]
CASES += [case(f"dropout, {optimizer}", "softmaxCrossEntropy", optimizer, "relu", dropout=DROPOUT) for optimizer in ("sgd", "adam")]
CASES += [
    case(f"smaller last batch, {loss}, {optimizer}", loss, optimizer, batches=UNEVEN)
    for loss in ("softmaxCrossEntropy", "mse")
    for optimizer in ("sgd", "nesterov")
]


def lines(entries, indent):
    """One entry per line, so that a change shows as the lines it changes."""
    return (",\n" + indent).join(json.dumps(entry) for entry in entries)


text = (
    "{\n"
    f'  "from": {json.dumps("PyTorch " + torch.__version__)},\n'
    f'  "conventions": {json.dumps(CONVENTIONS, indent=4)[:-1]}  }},\n'
    f'  "networks": {json.dumps(NETWORKS)},\n'
    f'  "cases": [\n    {lines(CASES, "    ")}\n  ]\n'
    "}\n"
)
json.loads(text)
Path(__file__).with_name("training.json").write_text(text)
