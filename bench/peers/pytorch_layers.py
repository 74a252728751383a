"""The layers of a recipe as PyTorch modules, and the initial values that a problem gives them."""

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def activated(module, settings):
    kind = settings["activation"]
    return module if kind == "linear" else nn.Sequential(module, ACTIVATIONS[kind]())


class Padded(nn.Module):
    """What slides over an image, with as many zeros around it that a stride of 1 keeps the size."""

    def __init__(self, module, size, stride):
        super().__init__()
        self.module, self.size, self.stride = module, size, stride

    def forward(self, x):
        sides = []
        for length in reversed(x.shape[2:]):
            total = max((-(-length // self.stride) - 1) * self.stride + self.size - length, 0)
            sides += [total // 2, total - total // 2]
        return self.module(functional.pad(x, sides))


class Residual(nn.Module):
    """A body beside a shortcut."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Builder:
    """Makes modules layer by layer; every parameter takes its value by its name."""

    def __init__(self, values):
        self.values = values

    def fill(self, parameter, name, arrange=lambda value: value):
        with torch.no_grad():
            parameter.copy_(arrange(self.values[name]))

    def sequence(self, layers, prefix=""):
        counts = {}
        modules = []
        for layer in layers:
            use = layer["use"]
            counts[use] = counts.get(use, 0) + 1
            modules.append(getattr(self, use)(f"{prefix}{use}{counts[use]}", layer))
        return nn.Sequential(*modules)

    def dense(self, name, settings):
        weight = self.values[f"{name}.weight"]
        linear = nn.Linear(*weight.shape, bias=settings["bias"])
        self.fill(linear.weight, f"{name}.weight", torch.t)
        if settings["bias"]:
            self.fill(linear.bias, f"{name}.bias")
        flat = nn.Sequential(nn.Flatten(), linear)
        return activated(flat, settings)

    def conv(self, name, settings):
        weight = self.values[f"{name}.weight"]
        groups, padding = settings["groups"], settings["padding"]
        convolution = nn.Conv2d(
            weight.shape[1] * groups,
            weight.shape[0],
            tuple(weight.shape[2:]),
            settings["stride"],
            0 if isinstance(padding, str) else padding,
            settings["dilation"],
            groups,
            settings["bias"],
        )
        self.fill(convolution.weight, f"{name}.weight")
        if settings["bias"]:
            self.fill(convolution.bias, f"{name}.bias")
        same = padding == "same"
        return activated(Padded(convolution, weight.shape[2], settings["stride"]) if same else convolution, settings)

    def maxPool(self, _, settings):
        return nn.MaxPool2d(settings["size"], settings["stride"] or settings["size"])

    def averagePool(self, _, settings):
        return nn.AvgPool2d(settings["size"], settings["stride"] or settings["size"])

    def globalAveragePool(self, *_):
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())

    def flatten(self, *_):
        return nn.Flatten()

    def activation(self, _, settings):
        return activated(nn.Identity(), settings)

    def batchNorm(self, name, settings):
        norm = nn.BatchNorm2d(len(self.values[f"{name}.gain"]), settings["epsilon"], settings["momentum"])
        self.fill(norm.weight, f"{name}.gain")
        self.fill(norm.bias, f"{name}.offset")
        return norm


def model_of(problem, values):
    """The whole network, its output layer included."""
    builder = Builder(values)
    output = builder.dense("output", {"activation": "linear", "bias": True})
    return nn.Sequential(builder.sequence(problem["layers"]), output)


def optimizer_of(problem, parameters):
    settings = problem["optimizer"]
    rate = settings["learningRate"]
    if settings["use"] == "adam":
        return torch.optim.Adam(parameters, lr=rate)
    return torch.optim.SGD(parameters, lr=rate, momentum=settings.get("momentum", 0))
