"""Golden numbers for losses, optimizers, schedules and activations, from PyTorch in double precision.

Run with a Python that has PyTorch: python3 test/golden/elements.py > test/golden/elements.json
"""

import json

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)


def numbers(tensor):
    return tensor.detach().tolist()


def losses():
    outputs = torch.tensor([[1.0, -2.0, 0.5], [30.0, -40.0, 0.0], [0.1, 0.2, -0.3]])
    classes = torch.tensor([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])
    values = torch.tensor([[0.5, -4.5, 0.5], [29.0, -40.5, 1.0], [0.0, 0.0, 2.0]])
    kinds = {
        "crossEntropy": (classes, lambda z, y: functional.cross_entropy(z, y, reduction="none")),
        "sigmoidCrossEntropy": (
            classes,
            lambda z, y: functional.binary_cross_entropy_with_logits(z, y, reduction="none").sum(1),
        ),
        "mse": (values, lambda z, y: functional.mse_loss(z, y, reduction="none").mean(1)),
        "mae": (values, lambda z, y: functional.l1_loss(z, y, reduction="none").mean(1)),
        "huber": (values, lambda z, y: functional.huber_loss(z, y, reduction="none", delta=0.7).mean(1)),
    }
    found = {}
    for name, (targets, loss) in kinds.items():
        z = outputs.clone().requires_grad_()
        each = loss(z, targets)
        each.sum().backward()
        found[name] = {"targets": numbers(targets), "loss": numbers(each), "gradient": numbers(z.grad)}
    return {"outputs": numbers(outputs), "kinds": found}


def optimizers():
    start = torch.tensor([1.0, -2.0, 0.5, 1e-3])
    gradients = [torch.tensor([0.3 * k, -0.2 + 0.1 * k, 1e-4, 5.0 / k]) for k in range(1, 9)]
    kinds = [
        ("sgd", {}, lambda p: torch.optim.SGD(p, lr=0.1)),
        ("sgd", {"momentum": 0.9}, lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
        (
            "sgd",
            {"momentum": 0.9, "nesterov": True},
            lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        ),
        ("adam", {}, lambda p: torch.optim.Adam(p, lr=0.1)),
        ("adam", {"beta1": 0.5, "beta2": 0.9, "epsilon": 0.01}, lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.5, 0.9), eps=0.01)),
        ("adamW", {"weightDecay": 0.3}, lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.3)),
        ("rmsprop", {}, lambda p: torch.optim.RMSprop(p, lr=0.1)),
        (
            "rmsprop",
            {"smoothing": 0.9, "momentum": 0.8, "epsilon": 0.01},
            lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, momentum=0.8, eps=0.01),
        ),
    ]
    runs = []
    for name, settings, make in kinds:
        weight = start.clone().requires_grad_()
        optimizer = make([weight])
        weights = []
        for gradient in gradients:
            weight.grad = gradient.clone()
            optimizer.step()
            weights.append(numbers(weight))
        runs.append({"use": name, "settings": settings, "weights": weights})
    return {
        "start": numbers(start),
        "learningRate": 0.1,
        "gradients": [numbers(gradient) for gradient in gradients],
        "runs": runs,
    }


def schedules():
    steps_per_epoch, total = 4, 40
    rates = torch.optim.lr_scheduler
    kinds = [
        ("step", {"every": 3, "factor": 0.5}, lambda o: rates.StepLR(o, 3 * steps_per_epoch, 0.5)),
        ("cosine", {"floor": 0.1}, lambda o: rates.CosineAnnealingLR(o, total, 0.1)),
        ("linear", {"hold": 0, "floor": 0.1}, lambda o: rates.LinearLR(o, 1, 0.1, total)),
        (
            "linear",
            {"hold": 0.25, "floor": 0},
            lambda o: rates.SequentialLR(
                o, [rates.ConstantLR(o, 1, 10), rates.LinearLR(o, 1, 0, total - 10)], [10]
            ),
        ),
        ("oneCycle", {}, lambda o: rates.OneCycleLR(o, 1.0, total_steps=total)),
        (
            "oneCycle",
            {"peak": 0.5, "startDivisor": 10, "endDivisor": 100},
            lambda o: rates.OneCycleLR(o, 1.0, total_steps=total, pct_start=0.5, div_factor=10, final_div_factor=100),
        ),
        (
            "warmRestarts",
            {"period": 3, "stretch": 1, "floor": 0.05},
            lambda o: rates.CosineAnnealingWarmRestarts(o, 3 * steps_per_epoch, 1, 0.05),
        ),
        (
            "warmRestarts",
            {"period": 1, "stretch": 2, "floor": 0},
            lambda o: rates.CosineAnnealingWarmRestarts(o, steps_per_epoch, 2, 0),
        ),
    ]
    runs = []
    for name, settings, make in kinds:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        schedule = make(optimizer)
        factors = []
        for _ in range(total):
            factors.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        runs.append({"use": name, "settings": settings, "factors": factors})
    return {"stepsPerEpoch": steps_per_epoch, "totalSteps": total, "runs": runs}


def activations():
    sums = torch.tensor([-30.0, -3.0, -1.0, -0.1, 0.2, 1.0, 2.5, 30.0])
    kinds = {
        "relu": functional.relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "gelu": functional.gelu,
        "silu": functional.silu,
        "selu": functional.selu,
    }
    return {"sums": numbers(sums), "kinds": {name: numbers(apply(sums)) for name, apply in kinds.items()}}


print(
    json.dumps(
        {
            "losses": losses(),
            "optimizers": optimizers(),
            "schedules": schedules(),
            "activations": activations(),
        },
        indent=1,
    )
)
