"""The layers of a recipe as PyTorch modules, and the initial values that a problem gives them."""

import types

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}




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
    """A branch added to its input, or to a projection of it."""

    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x):
        return self.shortcut(x) + self.branch(x)


class Positions(nn.Module):
    """A trainable vector added to each vector of a sequence."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(table.clone())

    def forward(self, x):
        return x + self.table[: x.shape[1]]


class Attention(nn.Module):
    """Self-attention that leaves padding out."""

    def __init__(self, width, heads, mask):
        super().__init__()
        self.inner = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mask = mask

    def forward(self, x):
        return self.inner(x, x, x, key_padding_mask=self.mask.padding, need_weights=False)[0]


class MeanOfTokens(nn.Module):
    """The mean of the vectors of a text's tokens."""

    def __init__(self, mask):
        super().__init__()
        self.mask = mask

    def forward(self, x):
        present = (~self.mask.padding).unsqueeze(1).float()
        return torch.bmm(present / present.sum(2, keepdim=True), x).squeeze(1)


class Network(nn.Module):
    """A network; where it reads tokens, of which 0 is padding, its layers take the mask from here."""

    def __init__(self, mask, network):
        super().__init__()
        self.mask, self.network = mask, network

    def forward(self, x):
        self.mask.padding = None if x.is_floating_point() else x == 0
        return self.network(x)


class Builder:
    """Makes modules layer by layer; every parameter takes its value by its name."""

    def __init__(self, values, technique):
        self.values = values
        self.technique = technique
        self.mask = types.SimpleNamespace(padding=None)

    def fill(self, parameter, name, arrange=lambda value: value):
        with torch.no_grad():
            parameter.copy_(arrange(self.values[name]))

    def activated(self, module, settings):
        """What follows a layer: its activation, and what a technique does before and after it."""
        kind = settings["activation"]
        if kind == "linear":
            return module
        before = None if isinstance(module, (Residual, nn.Identity)) else self.technique.sums(module)
        after = self.technique.hidden(module)
        parts = [module, before, ACTIVATIONS[kind](), after]
        return nn.Sequential(*[part for part in parts if part is not None])

    def sequence(self, layers, prefix=""):
        counts = {}
        modules = []
        for layer in layers:
            use = layer["use"]
            counts[use] = counts.get(use, 0) + 1
            modules.append(getattr(self, use)(f"{prefix}{use}{counts[use]}", layer))
        return nn.Sequential(*modules)

    def linear(self, weight, bias=None):
        linear = nn.Linear(*self.values[weight].shape, bias=bias is not None)
        self.fill(linear.weight, weight, torch.t)
        if bias is not None:
            self.fill(linear.bias, bias)
        return linear

    def dense(self, name, settings):
        linear = self.linear(f"{name}.weight", f"{name}.bias" if settings["bias"] else None)
        return self.activated(nn.Sequential(nn.Flatten(), linear), settings)

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
        return self.activated(Padded(convolution, weight.shape[2], settings["stride"]) if same else convolution, settings)

    def maxPool(self, _, settings):
        size, stride = settings["size"], settings["stride"]
        return nn.MaxPool2d(size, size if stride == "size" else stride)

    def averagePool(self, _, settings):
        size, stride = settings["size"], settings["stride"]
        return nn.AvgPool2d(size, size if stride == "size" else stride)

    def globalAveragePool(self, *_):
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())

    def flatten(self, *_):
        return nn.Flatten()

    def activation(self, _, settings):
        return self.activated(nn.Identity(), settings)

    def norm(self, module, name):
        self.fill(module.weight, f"{name}.gain")
        self.fill(module.bias, f"{name}.offset")
        return module

    def batchNorm(self, name, settings):
        channels = len(self.values[f"{name}.gain"])
        return self.norm(nn.BatchNorm2d(channels, settings["epsilon"], settings["momentum"]), name)

    def layerNorm(self, name, settings):
        return self.norm(nn.LayerNorm(len(self.values[f"{name}.gain"]), settings["epsilon"]), name)

    def residual(self, name, settings):
        branch = self.sequence(settings["layers"], f"{name}.")
        acting = self.technique.branch()
        whole = branch if acting is None else nn.Sequential(branch, acting)
        return self.activated(Residual(whole, self.shortcut(f"{name}.shortcut", branch, settings)), settings)

    def shortcut(self, name, branch, settings):
        weight = self.values.get(f"{name}.weight")
        if weight is None:
            return nn.Identity()
        # The first convolution of the branch is the one that shrinks the image.
        stride = next(module.stride for module in branch.modules() if isinstance(module, nn.Conv2d))
        projection = nn.Conv2d(weight.shape[1], weight.shape[0], 1, stride, bias=False)
        self.fill(projection.weight, f"{name}.weight")
        if not settings["normalized"]:
            return projection
        return nn.Sequential(projection, self.norm(nn.BatchNorm2d(weight.shape[0]), name))

    def embedding(self, name, _):
        return nn.Embedding.from_pretrained(self.values[f"{name}.table"].clone(), freeze=False)

    def positionEmbedding(self, name, _):
        return Positions(self.values[f"{name}.table"])

    def selfAttention(self, name, settings):
        attention = Attention(len(self.values[f"{name}.outputBias"]), settings["heads"], self.mask)
        parts = ["query", "key", "value"]
        with torch.no_grad():
            weights = [self.values[f"{name}.{part}Weight"].t() for part in parts]
            attention.inner.in_proj_weight.copy_(torch.cat(weights))
            attention.inner.in_proj_bias.copy_(torch.cat([self.values[f"{name}.{part}Bias"] for part in parts]))
        self.fill(attention.inner.out_proj.weight, f"{name}.outputWeight", torch.t)
        self.fill(attention.inner.out_proj.bias, f"{name}.outputBias")
        return attention

    def feedForward(self, name, settings):
        hidden = self.linear(f"{name}.hiddenWeight", f"{name}.hiddenBias")
        output = self.linear(f"{name}.outputWeight", f"{name}.outputBias")
        return nn.Sequential(self.activated(hidden, settings), output)

    def tokenPooling(self, *_):
        return MeanOfTokens(self.mask)


def model_of(problem, values, technique):
    """The whole network, its output layer included, with a technique where it acts inside of it."""
    builder = Builder(values, technique)
    output = builder.dense("output", {"activation": "linear", "bias": True})
    return Network(builder.mask, nn.Sequential(builder.sequence(problem["layers"]), output))


def optimizer_of(problem, groups):
    settings = problem["optimizer"]
    rate = settings["learningRate"]
    if settings["use"] == "adam":
        return torch.optim.Adam(groups, lr=rate)
    return torch.optim.SGD(groups, lr=rate, momentum=settings.get("momentum", 0))
