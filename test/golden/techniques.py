"""Golden numbers for training steps with a technique at work, from PyTorch. Writes techniques.json beside this file.

Every case takes five steps of the classification network of training.json, in float64. `regularizers` is what a recipe of
Ockham says; what PyTorch has for it, or the textbook's formula where it has nothing, stands here. Penalties, decay and
constraints act on W1 and W2 alone. `kept` is what a technique keeps at the beginning. `noise` are standard normal numbers, by what they are added to: [step][...]. `evaluated` is what stands for the parameters in evaluation, where that is something else.
"""

import json
from pathlib import Path

import numpy
import torch
from torch import distributions
from torch.nn import functional
from torch.nn.utils.parametrizations import _SpectralNorm

NET = json.loads(Path(__file__).with_name("training.json").read_text())["networks"]["classification"]
ROWS = 20
BATCHES = [list(range(start, start + 4)) for start in range(0, ROWS, 4)]
WEIGHTS = ("W1", "W2")

OPTIMIZERS = {
    "sgd": lambda values, rate, **rest: torch.optim.SGD(values, lr=rate, **rest),
    "adam": lambda values, rate, **rest: torch.optim.Adam(values, lr=rate, **rest),
}
RATES = {"sgd": 0.25, "adam": 0.05}

random = numpy.random.RandomState(11)


def normal(*shape):
    """Rounded, so that single precision holds the numbers exactly."""
    return (numpy.round(random.normal(size=shape) * 256) / 256).tolist()


class Plain:
    """A step without a technique; each method is one place where a technique can act."""

    noise = {}
    vectors = {}
    # Parameters of the technique's own, by their names in Ockham.
    own = {}
    # What a recipe calls the data loss, where it is not the usual one.
    loss_name = None

    def make_optimizer(self, name, parameters):
        return OPTIMIZERS[name](parameters.values(), RATES[name])

    def input(self, x, step):
        return x

    def weight(self, name, w, step):
        return w

    def product(self, name, x, w, step):
        return x @ w

    def loss(self, z, y):
        return functional.cross_entropy(z, y)

    def objective(self, x, y, view, step):
        return self.loss(self.outputs(self.hidden(self.input(x, step), view, step), view, step), y)

    def hidden(self, x, view, step):
        return torch.tanh(self.product("W1", x, view["W1"], step) + view["b1"])

    def outputs(self, hidden, view, step):
        return self.product("W2", hidden, view["W2"], step) + view["b2"]

    def penalty(self, parameters):
        return 0.0

    def second(self, parameters, objective):
        """Another pass over the same batch, whose gradients are taken instead."""

    def gradients(self, parameters):
        pass

    def after(self, name, w, rate):
        pass

    def finished(self, parameters, updates):
        """After each update. Gives what is evaluated in place of the parameters, if anything."""


class L1(Plain):
    def penalty(self, parameters):
        return 0.5 / ROWS * sum(parameters[name].abs().sum() for name in WEIGHTS)


class ProximalL1(Plain):
    def after(self, name, w, rate):
        w.copy_(functional.softshrink(w, rate * 0.05))


class ElasticNet(Plain):
    def penalty(self, parameters):
        weights = [parameters[name] for name in WEIGHTS]
        return sum(0.1 * (0.3 * w.abs().sum() + 0.35 * (w**2).sum()) for w in weights)


class GroupLasso(Plain):
    """Yuan & Lin 2006, equation (2.2): the weights that lead into a unit are a group, here a column."""

    def penalty(self, parameters):
        return 0.5 / ROWS * sum(len(parameters[name]) ** 0.5 * parameters[name].norm(dim=0).sum() for name in WEIGHTS)


class ProximalGroupLasso(Plain):
    """The proximal map by its conjugate: what is taken off is the projection onto a ball."""

    def after(self, name, w, rate):
        ball = rate * 0.25 * len(w) ** 0.5
        w.sub_(torch.renorm(w, p=2, dim=1, maxnorm=ball))


class Frobenius(Plain):
    def penalty(self, parameters):
        return 0.05 * sum(torch.linalg.matrix_norm(parameters[name]) ** 2 for name in WEIGHTS)


class Orthogonal(Plain):
    def penalty(self, parameters):
        eye = lambda w: torch.eye(w.shape[1], dtype=w.dtype)
        return 0.05 * sum(torch.linalg.matrix_norm(parameters[name].T @ parameters[name] - eye(parameters[name])) ** 2 for name in WEIGHTS)


class WeightDecay(Plain):
    def make_optimizer(self, name, parameters):
        if name == "adam":
            groups = [
                {"params": [parameters[key] for key in WEIGHTS], "weight_decay": 0.5},
                {"params": [parameters["b1"], parameters["b2"]], "weight_decay": 0.0},
            ]
            return torch.optim.AdamW(groups, lr=RATES[name])
        # Under plain SGD the coupled decay of PyTorch is the decoupled one.
        groups = [
            {"params": [parameters[key] for key in WEIGHTS], "weight_decay": 0.5},
            {"params": [parameters["b1"], parameters["b2"]]},
        ]
        return torch.optim.SGD(groups, lr=RATES[name])


class MaxNorm(Plain):
    def after(self, name, w, rate):
        w.copy_(torch.renorm(w, p=2, dim=1, maxnorm=0.75))


class ClipNorm(Plain):
    def gradients(self, parameters):
        torch.nn.utils.clip_grad_norm_(parameters.values(), 0.25)


class ClipValue(Plain):
    def gradients(self, parameters):
        torch.nn.utils.clip_grad_value_(parameters.values(), 0.05)


class ClipLayerNorm(Plain):
    def gradients(self, parameters):
        for layer in (("W1", "b1"), ("W2", "b2")):
            torch.nn.utils.clip_grad_norm_([parameters[name] for name in layer], 0.125)


class ClipEach(Plain):
    def gradients(self, parameters):
        for value in parameters.values():
            torch.nn.utils.clip_grad_norm_(value, 0.1)


class AdaptiveClip(Plain):
    """Brock et al. 2021: a unit is a column here, and a bias is one."""

    def gradients(self, parameters):
        for value in parameters.values():
            norm = lambda x: x.norm(dim=0, keepdim=True) if x.ndim > 1 else x.norm()
            largest = 0.125 * norm(value.detach()).clamp(min=0.001)
            found = norm(value.grad)
            value.grad.copy_(torch.where(found > largest, value.grad * largest / found, value.grad))


class LabelSmoothing(Plain):
    def loss(self, z, y):
        return functional.cross_entropy(z, y.argmax(1), label_smoothing=0.2)


class InputNoise(Plain):
    def __init__(self, multiplicative):
        self.multiplicative = multiplicative
        self.noise = {"input": normal(5, 4, 6)}

    def input(self, x, step):
        noise = 0.5 * torch.tensor(self.noise["input"][step], dtype=x.dtype)
        return x * (1 + noise) if self.multiplicative else x + noise


class WeightNoise(Plain):
    NAMES = {"W1": "dense1.weight", "W2": "output.weight"}

    def __init__(self):
        self.noise = {"dense1.weight": normal(5, 6, 5), "output.weight": normal(5, 5, 3)}

    def weight(self, name, w, step):
        return w + 0.25 * torch.tensor(self.noise[self.NAMES[name]][step], dtype=w.dtype)


class DropConnect(Plain):
    """Wan et al. 2013, with kept weights scaled up; with a mask for each example, weights are [example, input, unit]."""

    def __init__(self, masks, per_example):
        self.noise = masks
        self.per_example = per_example

    def weight(self, name, w, step):
        mask = torch.tensor(self.noise[WeightNoise.NAMES[name]][step], dtype=w.dtype)
        return w * (mask.reshape(-1, *w.shape) if self.per_example else mask) / (1 - 0.4)

    def product(self, name, x, w, step):
        return torch.einsum("bi,biu->bu", x, w) if self.per_example else x @ w


def masks(rows, columns, inner=1):
    """For five steps, drawn by themselves so that the noise of other cases stays."""
    draw = numpy.random.RandomState(rows * columns)
    return (draw.uniform(size=(5, rows, columns * inner)) >= 0.4).astype(int).tolist()


class Scattered(Plain):
    """Weights with normal distributions: sums are drawn instead of weights (Kingma et al. 2015)."""

    LAYERS = {"W1": "dense1", "W2": "output"}

    def __init__(self):
        self.noise = {"dense1": normal(5, 4, 5), "output": normal(5, 4, 3)}
        self.own = {}

    def own_name(self, name):
        return f"{self.LAYERS[name]}.weight.{self.use}.{self.kept}"

    def make_optimizer(self, name, parameters):
        for weight in WEIGHTS:
            start = torch.full(self.own_shape(parameters[weight]), self.start, dtype=torch.float64)
            self.own[self.own_name(weight)] = start.requires_grad_()
        return super().make_optimizer(name, {**parameters, **self.own})

    def own_shape(self, w):
        return w.shape

    def own_of(self, name):
        return self.own[self.own_name(name)]

    def variance(self, name, w):
        return self.own_of(name).exp()

    def product(self, name, x, w, step):
        noise = torch.tensor(self.noise[self.LAYERS[name]][step], dtype=w.dtype)
        return x @ w + (x**2 @ self.variance(name, w)).sqrt() * noise


class BayesByBackprop(Scattered):
    use, kept, start = "bayesByBackprop", "logVariance", -3.0

    def penalty(self, parameters):
        pairs = [(parameters[name], self.own_of(name)) for name in WEIGHTS]
        divergence = lambda w, own: distributions.kl_divergence(
            distributions.Normal(w, (own / 2).exp()), distributions.Normal(0.0, 0.5)
        ).sum()
        return 0.75 / ROWS * sum(divergence(w, own) for w, own in pairs)


class SparseVariationalDropout(Scattered):
    """Molchanov et al. 2017, equation (14); beyond 8 log alpha counts as 8."""

    use, kept, start = "variationalDropout", "logVariance", -3.0

    def penalty(self, parameters):
        total = 0.0
        for name in WEIGHTS:
            log_alpha = (self.own_of(name) - torch.log(parameters[name] ** 2 + 1e-8)).clamp(-8, 8)
            total += (0.63576 * (1 - torch.sigmoid(1.8732 + 1.48695 * log_alpha)) + 0.5 * functional.softplus(-log_alpha)).sum()
        return 0.75 / ROWS * total


class DenseVariationalDropout(Scattered):
    """Kingma et al. 2015, appendix C: alpha is at most 1."""

    use, kept = "variationalDropout", "logAlpha"

    def __init__(self, each, start):
        super().__init__()
        self.each, self.start = each, start

    def own_shape(self, w):
        return {"layer": (1, 1), "unit": (1, w.shape[1]), "weight": w.shape}[self.each]

    def variance(self, name, w):
        return self.own_of(name).exp() * w**2

    def penalty(self, parameters):
        total = 0.0
        for name in WEIGHTS:
            log_alpha = self.own_of(name).expand(parameters[name].shape)
            alpha = log_alpha.exp()
            total -= (0.5 * log_alpha + 1.16145124 * alpha - 1.50204118 * alpha**2 + 0.58629921 * alpha**3).sum()
        return 0.75 / ROWS * total

    def after(self, name, w, rate):
        self.own_of(name).clamp_(max=0)


class Focal(Plain):
    """Lin et al. 2017 without class balance: as torchvision's sigmoid_focal_loss for binary outputs."""

    def __init__(self, binary):
        self.loss_name = "sigmoidCrossEntropy" if binary else None

    def loss(self, z, y):
        if self.loss_name:
            p = torch.sigmoid(z)
            right = p * y + (1 - p) * (1 - y)
            each = functional.binary_cross_entropy_with_logits(z, y, reduction="none")
        else:
            right = (torch.softmax(z, 1) * y).sum(1, keepdim=True)
            each = functional.cross_entropy(z, y, reduction="none")[:, None]
        return (each * (1 - right) ** 1.5).sum(1).mean()


class ConfidencePenalty(Plain):
    def __init__(self, binary):
        self.loss_name = "sigmoidCrossEntropy" if binary else None

    def loss(self, z, y):
        if self.loss_name:
            data = functional.binary_cross_entropy_with_logits(z, y, reduction="none").sum(1).mean()
            return data - 0.5 * torch.distributions.Bernoulli(logits=z).entropy().sum(1).mean()
        return functional.cross_entropy(z, y) - 0.5 * torch.distributions.Categorical(logits=z).entropy().mean()


class ActivityL1(Plain):
    """As Keras divides an activity regularizer by the size of the batch."""

    def objective(self, x, y, view, step):
        hidden = self.hidden(x, view, step)
        return self.loss(self.outputs(hidden, view, step), y) + 0.125 * hidden.abs().sum() / len(x)


class Sam(Plain):
    """Foret et al. 2021; adaptive as Kwon et al. 2021, where biases move as they are."""

    def __init__(self, rho, adaptive):
        self.rho, self.adaptive = rho, adaptive

    def second(self, parameters, objective):
        reach = lambda name, value: value.detach().abs() + 0.01 if self.adaptive and name in WEIGHTS else torch.ones_like(value)
        slopes = {name: reach(name, value) * value.grad for name, value in parameters.items()}
        norm = torch.cat([slope.flatten() for slope in slopes.values()]).norm()
        with torch.no_grad():
            start = {name: value.clone() for name, value in parameters.items()}
            for name, value in parameters.items():
                value.add_(self.rho / norm * reach(name, value) * slopes[name])
                value.grad = None
        objective().backward()
        with torch.no_grad():
            for name, value in parameters.items():
                value.copy_(start[name])


class GradientPenalty(Plain):
    """Drucker & Le Cun 1992, or the Jacobian along a random direction (Hoffman et al. 2019, algorithm 1)."""

    def __init__(self, of):
        self.of = of
        self.noise = {"losses": normal(5, 4, 3)} if of == "outputs" else {}

    def objective(self, x, y, view, step):
        x = x.clone().requires_grad_()
        z = self.outputs(self.hidden(x, view, step), view, step)
        losses = functional.cross_entropy(z, y, reduction="none")
        if self.of == "loss":
            slopes = torch.autograd.grad(losses.sum(), x, create_graph=True)[0]
            return (losses + 0.5 * slopes.square().sum(1)).mean()
        direction = functional.normalize(torch.tensor(self.noise["losses"][step], dtype=x.dtype), dim=1)
        slopes = torch.autograd.grad((z * direction).sum(), x, create_graph=True)[0]
        return (losses + 0.5 * z.shape[1] * slopes.square().sum(1)).mean()


class Adversarial(Plain):
    """Goodfellow et al. 2015, section 6."""

    def objective(self, x, y, view, step):
        loss = lambda inputs: self.loss(self.outputs(self.hidden(inputs, view, step), view, step), y)
        leaf = x.clone().requires_grad_()
        moved = x + 0.125 * torch.autograd.grad(loss(leaf), leaf)[0].sign()
        return 0.625 * loss(x) + 0.375 * loss(moved)


class ManifoldMixup(Plain):
    """Verma et al. 2019: at the input or at the hidden layer, whichever is drawn, with a share for each pair."""

    def __init__(self):
        draw = numpy.random.RandomState(29)
        self.noise = {
            "uniform": [[[value]] for value in (0.25, 0.75, 0.5, 0.125, 0.875)],
            "share": (numpy.round(draw.beta(1, 1, size=(5, 1, 4)) * 256) / 256).tolist(),
            "partners": [[[(row + shift) % 4 for row in range(4)]] for shift in (1, 2, 3, 1, 2)],
        }

    def mixed(self, values, step):
        share = torch.tensor(self.noise["share"][step], dtype=values.dtype).T
        return share * values + (1 - share) * values[self.noise["partners"][step][0]]

    def objective(self, x, y, view, step):
        at_input = self.noise["uniform"][step][0][0] < 0.5
        hidden = self.hidden(self.mixed(x, step) if at_input else x, view, step)
        outputs = self.outputs(hidden if at_input else self.mixed(hidden, step), view, step)
        return self.loss(outputs, self.mixed(y, step))


class Averaging(Plain):
    """PyTorch averages modules; the first one that it is given it copies."""

    def __init__(self, share, start_with_first=False, takes=lambda updates: True):
        self.share, self.start_with_first, self.takes = share, start_with_first, takes
        self.noise = {}

    def make_optimizer(self, name, parameters):
        self.model = torch.nn.Module()
        for key, value in parameters.items():
            self.model.register_parameter(key, torch.nn.Parameter(value.detach().clone()))
        step = lambda average, value, count: average + self.share(int(count)) * (value - average)
        self.averaged = torch.optim.swa_utils.AveragedModel(self.model, avg_fn=step if self.share else None)
        if self.start_with_first:
            self.averaged.update_parameters(self.model)
        return super().make_optimizer(name, parameters)

    def finished(self, parameters, updates):
        with torch.no_grad():
            for key, value in parameters.items():
                getattr(self.model, key).copy_(value)
        if self.takes(updates):
            self.averaged.update_parameters(self.model)
        return dict(self.averaged.module.named_parameters())


class Lookahead(Plain):
    """Zhang et al. 2019, algorithm 1."""

    def __init__(self, alpha, k):
        self.alpha, self.k, self.noise = alpha, k, {}

    def make_optimizer(self, name, parameters):
        self.slow = {key: value.detach().clone() for key, value in parameters.items()}
        return super().make_optimizer(name, parameters)

    def finished(self, parameters, updates):
        if updates % self.k == 0:
            with torch.no_grad():
                for key, value in parameters.items():
                    self.slow[key] = self.slow[key] + self.alpha * (value - self.slow[key])
                    value.copy_(self.slow[key])
        return self.slow


class SpectralNorm(Plain):
    """PyTorch's own, whose matrices are [out, in]; its vectors start as given."""

    NAMES = {"W1": "dense1.weight.spectralNorm", "W2": "output.weight.spectralNorm"}

    def __init__(self):
        self.vectors = {f"{self.NAMES['W1']}.v": normal(6), f"{self.NAMES['W2']}.v": normal(5)}

    def make_optimizer(self, name, parameters):
        self.parts = {key: _SpectralNorm(parameters[key].detach().T) for key in WEIGHTS}
        for key, part in self.parts.items():
            part._v = torch.tensor(self.vectors[f"{self.NAMES[key]}.v"], dtype=torch.float64)
        return super().make_optimizer(name, parameters)

    def weight(self, name, w, step):
        return 1.5 * self.parts[name](w.T).T


CASES = [
    ({"use": "l1", "lambda": 0.5}, L1()),
    ({"use": "l1", "lambda": 0.05, "convention": "sum", "proximal": True}, ProximalL1()),
    ({"use": "elasticNet", "lambda": 0.1, "ratio": 0.3}, ElasticNet()),
    ({"use": "groupLasso", "lambda": 0.5}, GroupLasso()),
    ({"use": "groupLasso", "lambda": 0.25, "convention": "sum", "proximal": True}, ProximalGroupLasso()),
    ({"use": "frobenius", "lambda": 0.05}, Frobenius()),
    ({"use": "orthogonal", "lambda": 0.05}, Orthogonal()),
    ({"use": "weightDecay", "lambda": 0.5}, WeightDecay()),
    ({"use": "ema", "decay": 0.75, "warmUp": False}, Averaging(lambda count: 0.25, True)),
    ({"use": "ema", "decay": 0.2}, Averaging(lambda count: 1 - min(0.2, count / (9 + count)), True)),
    ({"use": "swa", "start": 0.3, "every": 1}, Averaging(None, False, lambda updates: updates >= 2)),
    ({"use": "swa", "start": 0, "every": 2}, Averaging(None, False, lambda updates: updates % 2 == 0)),
    ({"use": "lookahead", "alpha": 0.5, "k": 2}, Lookahead(0.5, 2)),
    ({"use": "maxNorm", "norm": 0.75}, MaxNorm()),
    ({"use": "clipNorm", "norm": 0.25}, ClipNorm()),
    ({"use": "clipValue", "value": 0.05}, ClipValue()),
    ({"use": "clipLayerNorm", "norm": 0.125}, ClipLayerNorm()),
    ({"use": "clipLayerNorm", "norm": 0.1, "each": "parameter"}, ClipEach()),
    ({"use": "adaptiveClip", "ratio": 0.125}, AdaptiveClip()),
    ({"use": "labelSmoothing", "epsilon": 0.2}, LabelSmoothing()),
    ({"use": "inputNoise", "sigma": 0.5}, InputNoise(False)),
    ({"use": "inputNoise", "sigma": 0.5, "multiplicative": True}, InputNoise(True)),
    ({"use": "focal", "gamma": 1.5}, Focal(False)),
    ({"use": "focal", "gamma": 1.5}, Focal(True)),
    ({"use": "confidencePenalty", "beta": 0.5}, ConfidencePenalty(False)),
    ({"use": "confidencePenalty", "beta": 0.5}, ConfidencePenalty(True)),
    ({"use": "activityL1", "lambda": 0.125}, ActivityL1()),
    ({"use": "sam", "rho": 0.25}, Sam(0.25, False)),
    ({"use": "sam", "rho": 0.5, "adaptive": True}, Sam(0.5, True)),
    ({"use": "gradientPenalty", "lambda": 0.5}, GradientPenalty("loss")),
    ({"use": "adversarial", "epsilon": 0.125, "weight": 0.375}, Adversarial()),
    ({"use": "manifoldMixup", "alpha": 1}, ManifoldMixup()),
    ({"use": "weightNoise", "sigma": 0.25}, WeightNoise()),
    ({"use": "dropConnect", "rate": 0.4}, DropConnect({"dense1.weight": masks(6, 5), "output.weight": masks(5, 3)}, False)),
    (
        {"use": "dropConnect", "rate": 0.4, "perExample": True},
        DropConnect({"dense1.weight": masks(4, 5, 6), "output.weight": masks(4, 3, 5)}, True),
    ),
    ({"use": "bayesByBackprop", "weight": 0.75, "prior": 0.5, "logVariance": -3}, BayesByBackprop()),
    ({"use": "variationalDropout", "weight": 0.75, "logVariance": -3}, SparseVariationalDropout()),
    ({"use": "variationalDropout", "weight": 0.75, "form": "dense", "logAlpha": -2}, DenseVariationalDropout("layer", -2.0)),
    ({"use": "variationalDropout", "weight": 0.75, "form": "dense", "each": "unit", "logAlpha": -0.125}, DenseVariationalDropout("unit", -0.125)),
    ({"use": "variationalDropout", "weight": 0.75, "form": "dense", "each": "weight", "logAlpha": -2}, DenseVariationalDropout("weight", -2.0)),
    ({"use": "gradientPenalty", "lambda": 0.5, "of": "outputs"}, GradientPenalty("outputs")),
    ({"use": "spectralNorm", "norm": 1.5}, SpectralNorm()),
]


def run(technique, optimizer_name):
    tensor = lambda values: torch.tensor(values, dtype=torch.float64)
    inputs, targets = tensor(NET["inputs"]), tensor(NET["targets"])
    parameters = {name: tensor(value).requires_grad_() for name, value in NET["initial"].items()}
    optimizer = technique.make_optimizer(optimizer_name, parameters)
    for step, rows in enumerate(BATCHES):
        def objective():
            view = {name: technique.weight(name, value, step) if name in WEIGHTS else value for name, value in parameters.items()}
            return technique.objective(inputs[rows], targets[rows], view, step) + technique.penalty(parameters)

        optimizer.zero_grad()
        objective().backward()
        technique.second(parameters, objective)
        technique.gradients(parameters)
        optimizer.step()
        with torch.no_grad():
            for name in WEIGHTS:
                technique.after(name, parameters[name], RATES[optimizer_name])
        evaluated = technique.finished(parameters, step + 1)
    arrays = lambda values: {name: value.detach().numpy() for name, value in values.items()}
    return arrays({**parameters, **technique.own}), evaluated and arrays(evaluated)


def digits(array, count):
    return [digits(row, count) for row in array] if numpy.ndim(array) > 0 else float(f"{array:.{count}g}")


def finish(regularizer, technique, optimizer):
    exact, evaluated = run(technique, optimizer)
    plain, _ = run(Plain(), optimizer)
    result = evaluated or exact
    assert any(numpy.abs(result[name] - plain[name]).max() > 1e-3 for name in plain), f"{regularizer} does nothing"
    rounded = lambda values: {name: digits(value, 12) for name, value in values.items()}
    return {
        "regularizers": [regularizer],
        "optimizer": {"use": optimizer, "learningRate": RATES[optimizer]},
        **({"loss": technique.loss_name} if technique.loss_name else {}),
        "noise": technique.noise,
        **({"kept": technique.vectors} if technique.vectors else {}),
        "exact": rounded(exact),
        **({"evaluated": rounded(evaluated)} if evaluated else {}),
    }


cases = [finish(regularizer, technique, optimizer) for regularizer, technique in CASES for optimizer in OPTIMIZERS]
lines = ",\n    ".join(json.dumps(case) for case in cases)
text = f'{{\n  "from": {json.dumps("PyTorch " + torch.__version__)},\n  "cases": [\n    {lines}\n  ]\n}}\n'
json.loads(text)
Path(__file__).with_name("techniques.json").write_text(text)
