"""Golden numbers for layers, from PyTorch in float64. Writes layers.json beside this file.

A case is a list of layers with a dense output layer behind it, on a few examples. It holds the outputs in training and in
evaluation mode, the gradients of sum(outputs * slopes) by the inputs and all parameters, and the running values after the
step. Layouts are Ockham's: dense weights are [inputs, outputs].
"""

import json
from pathlib import Path

import numpy
import torch
from torch.nn import functional as f

random = numpy.random.RandomState(11)
EPSILON = 1e-5


def numbers(shape, low=-1.0, high=1.0):
    values = numpy.round(random.uniform(low, high, shape) * 64) / 64
    return torch.tensor(values, dtype=torch.float64)


class Case:
    """Hands out named parameters and running values, and remembers them."""

    def __init__(self):
        self.parameters = {}
        self.running = {}
        self.training = True

    def parameter(self, name, *shape, low=-1.0, high=1.0):
        if name not in self.parameters:
            self.parameters[name] = numbers(shape, low, high).requires_grad_()
        return self.parameters[name]

    def batch_norm(self, name, x):
        size = x.shape[1]
        gain, offset = self.parameter(f"{name}.gain", size), self.parameter(f"{name}.offset", size)
        if f"{name}.mean" not in self.running:
            self.running[f"{name}.mean"] = numbers((size,))
            self.running[f"{name}.variance"] = numbers((size,), 0.5, 2)
        mean, variance = self.running[f"{name}.mean"], self.running[f"{name}.variance"]
        return f.batch_norm(x, mean, variance, gain, offset, self.training, 0.1, EPSILON)

    def conv(self, name, x, filters, kernel, bias=True, groups=1, **options):
        kernel = kernel if isinstance(kernel, list) else [kernel] * (x.dim() - 2)
        w = self.parameter(f"{name}.weight", filters, x.shape[1] // groups, *kernel)
        b = self.parameter(f"{name}.bias", filters) if bias else None
        return (f.conv1d if x.dim() == 3 else f.conv2d)(x, w, b, groups=groups, **options)

    def affine(self, name, size):
        return self.parameter(f"{name}.gain", size), self.parameter(f"{name}.offset", size)


def pre_activation(case, x):
    h = f.relu(case.batch_norm("residual1.batchNorm1", x))
    h = case.conv("residual1.conv1", h, 4, 3, bias=False, stride=2, padding=1)
    h = torch.tanh(case.batch_norm("residual1.batchNorm2", h))
    h = case.conv("residual1.conv2", h, 4, 3, bias=False, padding=1)
    return h + case.conv("residual1.shortcut", x, 4, 1, bias=False, stride=2)


def basic(case, x):
    h = torch.tanh(case.batch_norm("residual1.batchNorm1", case.conv("residual1.conv1", x, 3, 3, padding=1, stride=2)))
    h = case.batch_norm("residual1.batchNorm2", case.conv("residual1.conv2", h, 3, 3, padding=1))
    return torch.tanh(h + case.batch_norm("residual1.shortcut", case.conv("residual1.shortcut", x, 3, 1, bias=False, stride=2)))


def conv_layer(**settings):
    return {"use": "conv", "activation": "linear", **settings}


TANH = {"use": "activation", "activation": "tanh"}

CASES = {
    "convolution with stride, padding and groups": (
        [{"use": "conv", "filters": 4, "kernel": [3, 2], "stride": [2, 1], "padding": [1, 0], "groups": 2, "activation": "tanh"}],
        (2, 4, 5, 4),
        lambda c, x: torch.tanh(c.conv("conv1", x, 4, [3, 2], groups=2, stride=(2, 1), padding=(1, 0))),
    ),
    "dilated convolution": (
        [{"use": "conv", "filters": 3, "dilation": 2, "activation": "silu"}],
        (2, 2, 6, 5),
        lambda c, x: f.silu(c.conv("conv1", x, 3, 3, dilation=2)),
    ),
    "convolution that keeps the size": (
        [{"use": "conv", "filters": 2, "kernel": 4, "padding": "same", "activation": "sigmoid"}],
        (2, 2, 4, 5),
        lambda c, x: torch.sigmoid(c.conv("conv1", x, 2, 4, padding="same")),
    ),
    "convolution over sequences": (
        [{"use": "conv", "filters": 3, "kernel": 3, "stride": 2, "activation": "tanh"}],
        (2, 2, 8),
        lambda c, x: torch.tanh(c.conv("conv1", x, 3, 3, stride=2)),
    ),
    "depthwise convolution": (
        [{"use": "depthwiseConv", "multiplier": 2, "padding": 1, "activation": "gelu"}],
        (2, 3, 4, 4),
        lambda c, x: f.gelu(c.conv("depthwiseConv1", x, 6, 3, groups=3, padding=1)),
    ),
    "overlapping max pooling": (
        [{"use": "maxPool", "size": 3, "stride": 2, "padding": 1}],
        (2, 2, 6, 5),
        lambda c, x: f.max_pool2d(x, 3, 2, 1),
    ),
    "average pooling with padding": (
        [{"use": "averagePool", "size": 3, "stride": 2, "padding": 1}],
        (2, 2, 6, 5),
        lambda c, x: f.avg_pool2d(x, 3, 2, 1),
    ),
    "batch norm of images": (["batchNorm", TANH], (3, 2, 3, 2), lambda c, x: torch.tanh(c.batch_norm("batchNorm1", x))),
    "batch norm of a table": (["batchNorm", TANH], (5, 3), lambda c, x: torch.tanh(c.batch_norm("batchNorm1", x))),
    "layer norm of a table": (
        ["layerNorm"],
        (4, 5),
        lambda c, x: f.layer_norm(x, x.shape[1:], *c.affine("layerNorm1", 5), EPSILON),
    ),
    "layer norm of images": (
        ["layerNorm"],
        (2, 3, 3, 2),
        lambda c, x: f.group_norm(x, 1, *c.affine("layerNorm1", 3), EPSILON),
    ),
    "group norm": (
        [{"use": "groupNorm", "groups": 2}],
        (2, 4, 3, 2),
        lambda c, x: f.group_norm(x, 2, *c.affine("groupNorm1", 4), EPSILON),
    ),
    "basic residual block": (
        [
            {
                "use": "residual",
                "layers": [
                    conv_layer(filters=3, padding=1, stride=2),
                    "batchNorm",
                    TANH,
                    conv_layer(filters=3, padding=1),
                    "batchNorm",
                ],
                "normalized": True,
                "activation": "tanh",
            }
        ],
        (3, 2, 5, 4),
        basic,
    ),
    "pre-activation residual block": (
        [
            {
                "use": "residual",
                "layers": [
                    "batchNorm",
                    "activation",
                    conv_layer(filters=4, padding=1, stride=2, bias=False),
                    "batchNorm",
                    TANH,
                    conv_layer(filters=4, padding=1, bias=False),
                ],
                "activation": "linear",
            },
            "globalAveragePool",
        ],
        (3, 2, 4, 4),
        lambda c, x: pre_activation(c, x).mean(dim=(2, 3)),
    ),
}

OUTPUTS = 2


def run(layers, shape, forward):
    case = Case()
    x = numbers(shape, -2, 2).requires_grad_()

    def whole():
        h = forward(case, x).flatten(1)
        return h @ case.parameter("output.weight", h.shape[1], OUTPUTS) + case.parameter("output.bias", OUTPUTS)

    case.training = False
    evaluation = whole().detach()
    before = {name: value.clone().tolist() for name, value in case.running.items()}
    case.training = True
    outputs = whole()
    slopes = numbers(outputs.shape)
    names = list(case.parameters)
    gradients = torch.autograd.grad((outputs * slopes).sum(), [x, *case.parameters.values()])
    flat = lambda t: t.detach().flatten().tolist()
    return {
        "layers": layers,
        "shape": list(shape),
        "x": flat(x),
        "slopes": flat(slopes),
        "parameters": {name: flat(value) for name, value in case.parameters.items()},
        "running": before,
        "outputs": flat(outputs),
        "evaluation": flat(evaluation),
        "runningAfter": {name: flat(value) for name, value in case.running.items()},
        "gradients": {name: flat(g) for name, g in zip(["x", *names], gradients)},
    }


result = {name: run(*case) for name, case in CASES.items()}
path = Path(__file__).with_name("layers.json")
lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in result.items())
path.write_text(f'{{"torch": {json.dumps(str(torch.__version__))}, "cases": {{\n{lines}\n}}}}\n')
print(f"wrote {path.name}: {len(result)} cases")
