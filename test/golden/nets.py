"""Golden numbers for nets on their way through training, from PyTorch. Writes nets.json beside this file.

A net takes five steps of gradient descent with momentum. `gradient` is that of the first step and `exact` what the steps
lead to, running statistics included, all in float64. Some have a technique at the weighted sums that hidden units follow. Initial values and inputs are stored as multiples of 1/256. Printed
is how far PyTorch's own float32 is from that, as the worst relative error of a parameter.
`derivatives` are second ones: a Hessian-vector product, and the gradient of a penalty on the gradient by the input.
"""

import json
import math
from pathlib import Path

import numpy
import torch
from torch.nn import functional

RATE, MOMENTUM, BATCH, EXAMPLES = 0.05, 0.9, 4, 8
random = numpy.random.RandomState(11)

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": functional.gelu,
    "silu": functional.silu,
}


def grid(values):
    return numpy.round(numpy.asarray(values) * 256).astype(int)


def both(value, axes):
    return list(value) if isinstance(value, (list, tuple)) else [value] * axes


def padded(x, padding, reach, stride, value=0.0):
    """`x` with its space padded; "same" puts the odd one after."""
    sides = []
    for size, side, length, step in zip(x.shape[2:], both(padding, x.dim() - 2), reach, stride):
        if padding == "same":
            total = max((math.ceil(size / step) - 1) * step + length - size, 0)
            sides = [total // 2, total - total // 2] + sides
        else:
            side = 0 if padding == "valid" else side
            sides = [side, side] + sides
    return functional.pad(x, sides, value=value)


class Net:
    """Interprets a list of layers; parameters are made when they are first asked for, and found by name afterwards."""

    def __init__(self, dtype, initial, technique=None):
        self.dtype, self.initial, self.technique, self.mask = dtype, initial, technique, None
        self.parameters, self.running = {}, {}

    def parameter(self, name, shape, scale=None, around=0.0):
        if name not in self.initial:
            width = scale or 1.5 / math.sqrt(numpy.prod(shape[1:]) if len(shape) > 2 else shape[0])
            self.initial[name] = {"shape": list(shape), "values": grid(random.uniform(around - width, around + width, shape))}
        if name not in self.parameters:
            values = torch.tensor(self.initial[name]["values"] / 256, dtype=self.dtype)
            self.parameters[name] = values.requires_grad_()
        return self.parameters[name]

    def sequence(self, layers, x, prefix=""):
        counts = {}
        for layer in layers:
            use = layer["use"]
            counts[use] = counts.get(use, 0) + 1
            x = getattr(self, use)(f"{prefix}{use}{counts[use]}", layer, x)
        return x

    def affine(self, name, x, units, weight="weight", bias="bias"):
        w = self.parameter(f"{name}.{weight}", (x.shape[-1], units))
        return x @ w + self.parameter(f"{name}.{bias}", (units,), 0.3)

    def activated(self, name, layer, z):
        activation = layer.get("activation", "relu")
        if self.technique and activation != "linear":
            use = self.technique["use"]
            z = getattr(self, use)(f"{name}.{use}", self.technique, z)
        return ACTIVATIONS[activation](z)

    def dense(self, name, layer, x):
        return self.activated(name, layer, self.affine(name, x.flatten(1), layer["units"]))

    def conv(self, name, layer, x):
        axes = x.dim() - 2
        kernel, stride, dilation = (both(layer.get(key, start), axes) for key, start in (("kernel", 3), ("stride", 1), ("dilation", 1)))
        groups, filters = layer.get("groups", 1), layer["filters"]
        weight = self.parameter(f"{name}.weight", (filters, x.shape[1] // groups, *kernel))
        bias = self.parameter(f"{name}.bias", (filters,), 0.3) if layer.get("bias", True) else None
        reach = [(size - 1) * step + 1 for size, step in zip(kernel, dilation)]
        inside = padded(x, layer.get("padding", "valid"), reach, stride)
        slide = functional.conv1d if axes == 1 else functional.conv2d
        return self.activated(name, layer, slide(inside, weight, bias, stride, 0, dilation, groups))

    def depthwiseConv(self, name, layer, x):
        channels = x.shape[1]
        return self.conv(name, {**layer, "groups": channels, "filters": channels * layer.get("multiplier", 1)}, x)

    def pooled(self, layer, x, pool, value):
        axes = x.dim() - 2
        size = both(layer.get("size", 2), axes)
        stride = size if layer.get("stride", "size") == "size" else both(layer["stride"], axes)
        return pool[axes - 1](padded(x, layer.get("padding", "valid"), size, stride, value), size, stride)

    def maxPool(self, _, layer, x):
        return self.pooled(layer, x, (functional.max_pool1d, functional.max_pool2d), -math.inf)

    def averagePool(self, _, layer, x):
        return self.pooled(layer, x, (functional.avg_pool1d, functional.avg_pool2d), 0.0)

    def globalAveragePool(self, _, layer, x):
        return x.flatten(2).mean(2)

    def flatten(self, _, layer, x):
        return x.flatten(1)

    def activation(self, _, layer, x):
        return ACTIVATIONS[layer.get("activation", "relu")](x)

    def scale(self, name, size):
        return self.parameter(f"{name}.gain", (size,), 0.4, 1.0), self.parameter(f"{name}.offset", (size,), 0.3)

    def batchNorm(self, name, layer, x):
        channels = x.shape[1]
        gain, offset = self.scale(name, channels)
        mean = self.running.setdefault(f"{name}.mean", torch.zeros(channels, dtype=self.dtype))
        variance = self.running.setdefault(f"{name}.variance", torch.ones(channels, dtype=self.dtype))
        return functional.batch_norm(x, mean, variance, gain, offset, True, layer.get("momentum", 0.1), 1e-5)

    def layerNorm(self, name, layer, x):
        if layer.get("over") == "last":
            return functional.layer_norm(x, x.shape[-1:], *self.scale(name, x.shape[-1]), 1e-5)
        return self.groupNorm(name, {"groups": 1}, x)

    def groupNorm(self, name, layer, x):
        return functional.group_norm(x, layer["groups"], *self.scale(name, x.shape[1]), 1e-5)

    def residual(self, name, layer, x):
        branch = self.sequence(layer["layers"], x, f"{name}.")
        place = f"{name}.shortcut"
        if branch.shape != x.shape:
            stride = [math.ceil(a / b) for a, b in zip(x.shape[2:], branch.shape[2:])]
            x = self.conv(place, {"filters": branch.shape[1], "kernel": 1, "stride": stride, "bias": False, "activation": "linear"}, x)
            x = self.batchNorm(place, {}, x) if layer.get("normalized") else x
        return ACTIVATIONS[layer.get("activation", "relu")](x + branch)

    def embedding(self, name, layer, x):
        return functional.embedding(x, self.parameter(f"{name}.table", (VOCABULARY, layer["width"]), 1.0))

    def positionEmbedding(self, name, layer, x):
        return x + self.parameter(f"{name}.table", (layer["positions"], x.shape[2]), 1.0)[: x.shape[1]]

    def selfAttention(self, name, layer, x):
        heads, width = layer["heads"], x.shape[2]
        parts = [self.affine(name, x, width, f"{part}Weight", f"{part}Bias") for part in ("query", "key", "value")]
        q, k, v = (part.unflatten(2, (heads, width // heads)).transpose(1, 2) for part in parts)
        scores = (q @ k.transpose(2, 3) / math.sqrt(width // heads)).masked_fill(~self.mask[:, None, None], -math.inf)
        mixed = (scores.softmax(3) @ v).transpose(1, 2).flatten(2)
        return self.affine(name, mixed, width, "outputWeight", "outputBias")

    def feedForward(self, name, layer, x):
        hidden = ACTIVATIONS[layer.get("activation", "gelu")](self.affine(name, x, layer["units"], "hiddenWeight", "hiddenBias"))
        return self.affine(name, hidden, x.shape[2], "outputWeight", "outputBias")

    def tokenPooling(self, _, layer, x):
        mask = self.mask[:, :, None]
        if layer.get("by", "mean") == "first":
            return x[:, 0]
        if layer.get("by", "mean") == "max":
            return x.masked_fill(~mask, -math.inf).amax(1)
        return (x * mask).sum(1) / mask.sum(1)


def conv(filters, **settings):
    return {"use": "conv", "filters": filters, "activation": "tanh", **settings}


def pool(use, **settings):
    return [conv(3), {"use": use, **settings}]


def normalized(norm):
    return [conv(4, kernel=3, bias=False, activation="linear"), norm, {"use": "activation", "activation": "silu"}, {"use": "globalAveragePool"}]


def text(*layers, by="mean"):
    return [{"use": "embedding", "width": 6}, *layers, {"use": "tokenPooling", "by": by}]


PROJECTING = {
    "use": "residual",
    "normalized": True,
    "activation": "tanh",
    "layers": [conv(4, stride=2, padding=1, bias=False, activation="linear"), {"use": "batchNorm"}],
}
IDENTITY = {"use": "residual", "activation": "linear", "layers": [conv(3, padding="same")]}
ATTENTION = {"use": "selfAttention", "heads": 2}

IMAGE, SEQUENCE, TOKENS, VOCABULARY = [2, 7, 6], [4, 11], [5], 9

LAYERS = {
    "convolution, plain": (IMAGE, [conv(3)]),
    "convolution of 8 channels, which a block may hold": ([8, 4, 4], [conv(8, padding=1), conv(8, bias=False, activation="relu"), {"use": "globalAveragePool"}]),
    "convolution with stride, padding and dilation that differ by axis": (IMAGE, [conv(3, kernel=[3, 2], stride=[2, 1], padding=[1, 0], dilation=[1, 2])]),
    "convolution that keeps the size, with stride 2": (IMAGE, [conv(3, stride=2, padding="same")]),
    "convolution in groups": ([4, 5, 5], [conv(6, groups=2)]),
    "convolution over a sequence": (SEQUENCE, [conv(3, stride=2, padding=2, dilation=2), conv(4, kernel=2, groups=1)]),
    "convolution over a sequence, in groups": (SEQUENCE, [conv(4, groups=2, padding="same")]),
    "depthwise convolution": (IMAGE, [{"use": "depthwiseConv", "multiplier": 2, "padding": 1, "activation": "gelu"}]),
    "max pooling": (IMAGE, pool("maxPool")),
    "max pooling of windows that overlap, padded": (IMAGE, pool("maxPool", size=3, stride=2, padding=1)),
    "average pooling of windows that overlap, padded": (IMAGE, pool("averagePool", size=3, stride=2, padding=1)),
    "average pooling over a sequence": (SEQUENCE, pool("averagePool", size=3, stride=1)),
    "batch normalization": (IMAGE, normalized({"use": "batchNorm"})),
    "batch normalization with a smaller last batch": (IMAGE, normalized({"use": "batchNorm"})),
    "layer normalization of images": (IMAGE, normalized({"use": "layerNorm"})),
    "layer normalization of vectors": ([6], [{"use": "dense", "units": 5, "activation": "linear"}, {"use": "layerNorm", "over": "last"}, {"use": "activation"}]),
    "group normalization": (IMAGE, normalized({"use": "groupNorm", "groups": 2})),
    "residual block with a normalized projection": (IMAGE, [PROJECTING, {"use": "globalAveragePool"}]),
    "residual block around its input": (IMAGE, [conv(3), IDENTITY]),
    "embedding, mean of tokens": (TOKENS, text()),
    "embedding, first token": (TOKENS, text(by="first")),
    "embedding with positions, largest of tokens": (TOKENS, text({"use": "positionEmbedding", "positions": 5}, by="max")),
    "self-attention with padding": (TOKENS, text(ATTENTION)),
    "feed-forward layer": (TOKENS, text({"use": "feedForward", "units": 7})),
    "feed-forward layer with relu": (TOKENS, text({"use": "feedForward", "units": 7, "activation": "relu"})),
}


def lenet(channels, units):
    first, second = channels
    convolutions = [conv(first, kernel=5, padding="same"), {"use": "maxPool"}, conv(second, kernel=5), {"use": "maxPool"}]
    return convolutions + [{"use": "dense", "units": count, "activation": "tanh"} for count in units]


def cnn(filters, units):
    convolutions = [{"use": "conv", "filters": number} for number in filters]
    return [*convolutions, {"use": "maxPool"}, {"use": "dense", "units": units}]


def resnet(filters):
    norm = [{"use": "batchNorm"}, {"use": "activation"}]
    plain = lambda number, stride=1: {"use": "conv", "filters": number, "stride": stride, "padding": 1, "bias": False, "activation": "linear"}
    block = lambda number, stride: {"use": "residual", "normalized": True, "layers": [plain(number, stride), *norm, plain(number), {"use": "batchNorm"}]}
    return [plain(filters), *norm, block(filters, 1), block(2 * filters, 2), block(4 * filters, 2), {"use": "globalAveragePool"}]


NETS = {
    "lenet": ([1, 14, 14], {"preset": "lenet", "channels": [2, 3], "units": [5, 4], "activation": "tanh"}, lenet([2, 3], [5, 4])),
    "cnn": ([1, 8, 8], {"preset": "cnn", "filters": [3, 4], "units": [5]}, cnn([3, 4], 5)),
    "resnet": ([1, 8, 8], {"preset": "resnet", "depth": 8, "filters": 2}, resnet(2)),
}


MLP = ([6], [{"use": "dense", "units": 8, "activation": "tanh"}, {"use": "dense", "units": 10}])
CONVOLUTIONS = ([2, 7, 6], [{"use": "conv", "filters": 4, "activation": "tanh"}, {"use": "maxPool"}, {"use": "dense", "units": 6}])
NORMS = [{"use": "batchNorm"}, {"use": "layerNorm"}, {"use": "groupNorm", "groups": 2}]


def examples_of(shape):
    if shape != TOKENS:
        return grid(random.uniform(-1.5, 1.5, (EXAMPLES, *shape)))
    tokens = random.randint(1, VOCABULARY, (EXAMPLES, *shape))
    tokens[numpy.arange(shape[0]) >= random.randint(2, shape[0] + 1, (EXAMPLES, 1))] = 0
    return tokens


def train(layers, case, dtype):
    inputs = torch.tensor(case["inputs"])
    inputs = inputs if case["isTokens"] else inputs.to(dtype) / 256
    labels = torch.tensor(case["labels"])
    net, velocity, first = Net(dtype, case["initial"], case.get("technique")), {}, None
    for start in range(0, case["rows"], BATCH):
        rows = [row % EXAMPLES for row in range(start, min(start + BATCH, case["rows"]))]
        net.mask = inputs[rows] != 0
        outputs = net.dense("output", {"units": 3, "activation": "linear"}, net.sequence(layers, inputs[rows]))
        loss = functional.cross_entropy(outputs, labels[rows])
        names = list(net.parameters)
        slopes = dict(zip(names, torch.autograd.grad(loss, list(net.parameters.values()))))
        first = first or slopes
        with torch.no_grad():
            for name, value in net.parameters.items():
                velocity[name] = velocity.get(name, 0) * MOMENTUM + slopes[name]
                value -= RATE * velocity[name]
    return first, {**net.parameters, **net.running}


def numbers(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def errors(found, exact):
    largest = max(value.norm() for value in exact.values())
    kept = [name for name, value in exact.items() if value.norm() > 1e-9 * largest]
    return max(float((found[name].double() - exact[name]).norm() / exact[name].norm()) for name in kept)


def case_of(name, model, layers, shape, rows, **technique):
    case = {
        "name": name,
        **technique,
        "model": model,
        "isTokens": shape == TOKENS,
        "shape": shape,
        "rows": rows,
        "inputs": examples_of(shape),
        "labels": random.randint(0, 3, EXAMPLES).tolist(),
        "initial": {},
    }
    gradient, after = train(layers, case, torch.float64)
    gradient32, after32 = train(layers, case, torch.float32)
    print(f"{max(errors(gradient32, gradient), errors(after32, after)):.1e} {name}")
    return {
        **case,
        "inputs": case["inputs"].flatten().tolist(),
        "initial": {key: {**value, "values": value["values"].flatten().tolist()} for key, value in case["initial"].items()},
        "gradient": {key: numbers(value) for key, value in gradient.items()},
        "exact": {key: numbers(value) for key, value in after.items()},
    }


def transposed():
    """The transposed convolution, for which there is no layer: its value, and its gradients for a given one."""
    found = []
    for settings in (
        {"stride": 1, "padding": 0, "output_padding": 0, "groups": 1, "dilation": 1},
        {"stride": 2, "padding": 1, "output_padding": 1, "groups": 1, "dilation": 1},
        {"stride": (2, 1), "padding": (0, 1), "output_padding": 0, "groups": 2, "dilation": (1, 2)},
    ):
        make = lambda *shape: torch.tensor(grid(random.uniform(-1, 1, shape)) / 256, dtype=torch.float64, requires_grad=True)
        x, w = make(2, 4, 4, 3), make(4, 6 // settings["groups"], 3, 2)
        y = functional.conv_transpose2d(x, w, **settings)
        slope = make(*y.shape)
        dx, dw = torch.autograd.grad(y, [x, w], slope)
        sizes = {key: both(value, 2) if key != "groups" else value for key, value in settings.items()}
        tensors = {"x": x, "w": w, "slope": slope, "y": y, "dx": dx, "dw": dw}
        found.append({**sizes, **{key: {"shape": list(value.shape), "values": numbers(value)} for key, value in tensors.items()}})
    return found


def derivatives():
    """Convolution, batch normalization, softplus and a dense layer; double backward in float64."""
    make = lambda *shape: torch.tensor(grid(random.uniform(-1, 1, shape)) / 256, dtype=torch.float64, requires_grad=True)
    x, y = make(4, 2, 6, 5), functional.one_hot(torch.tensor(random.randint(0, 3, 4)), 3).double()
    parameters = {"kernel": make(4, 2, 3, 3), "gain": make(4), "offset": make(4), "weight": make(24, 3), "bias": make(3)}
    direction = {name: make(*value.shape) for name, value in parameters.items()}
    kernel, gain, offset, weight, bias = parameters.values()
    z = functional.conv2d(x, kernel, stride=(2, 1), padding=1)
    z = functional.avg_pool2d(functional.softplus(functional.batch_norm(z, None, None, gain, offset, True, 0.1, 1e-5)), (1, 2), (1, 2))
    loss = -(y * functional.log_softmax(z.flatten(1) @ weight + bias, 1)).sum(1).mean()
    slopes = torch.autograd.grad(loss, list(parameters.values()), create_graph=True)
    along = sum((slope * direction[name]).sum() for name, slope in zip(parameters, slopes))
    hessian = torch.autograd.grad(along, list(parameters.values()), retain_graph=True)
    penalty = torch.autograd.grad(loss, x, create_graph=True)[0].square().sum()
    penalized = torch.autograd.grad(penalty, list(parameters.values()), allow_unused=True)
    tensor = lambda value: {"shape": list(value.shape), "values": numbers(value)}
    named = lambda values: {name: numbers(value) for name, value in zip(parameters, values)}
    return {
        "x": tensor(x),
        "y": tensor(y),
        "parameters": {name: tensor(value) for name, value in parameters.items()},
        "direction": {name: tensor(value) for name, value in direction.items()},
        "loss": float(loss),
        "gradient": named(slopes),
        "hessian": named(hessian),
        "penalty": float(penalty),
        "penalized": {name: numbers(value) for name, value in zip(parameters, penalized) if value is not None},
    }


rows_of = lambda name: 18 if "smaller last batch" in name else 20
cases = [case_of(name, {"layers": layers}, layers, shape, rows_of(name)) for name, (shape, layers) in LAYERS.items()]
nets = [case_of(name, model, layers, shape, 20) for name, (shape, model, layers) in NETS.items()]
norms_of = lambda what, net, rows: [case_of(f"{norm['use']} at the sums of {what}", {"layers": net[1]}, net[1], net[0], rows, technique=norm) for norm in NORMS]
golden = {"rate": RATE, "momentum": MOMENTUM, "cases": cases + nets, "transposed": transposed(), "derivatives": derivatives()}
golden["cases"] += norms_of("dense layers", MLP, 20) + norms_of("convolutions, with a smaller last batch", CONVOLUTIONS, 19)
Path(__file__).with_name("nets.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
