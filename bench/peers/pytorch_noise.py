"""What acts inside of the model: noise, masks and normalization of hidden units, and other views of weights."""

import math

import torch
from pytorch_technique import Applied, Technique, spread
from torch import nn
from torch.nn import functional
from torch.nn.utils import parametrizations, parametrize


class AlphaDropout(Technique):
    def hidden(self, _):
        return nn.AlphaDropout(self.settings["rate"])


class Dropout(Technique):
    def hidden(self, _):
        return nn.Dropout(self.settings["rate"])


class GaussianDropout(Technique):
    def hidden(self, _):
        deviation = math.sqrt(self.settings["rate"] / (1 - self.settings["rate"]))
        return Applied(lambda h: h * torch.randn_like(h).mul_(deviation).add_(1))


class SpatialDropout(Technique):
    def hidden(self, _):
        return nn.Dropout2d(self.settings["rate"])


class DropBlock(Technique):
    def hidden(self, _):
        return Applied(self.drop)

    def drop(self, h):
        size = min(self.settings["size"], *h.shape[2:])
        height, width = h.shape[2:]
        places = (height - size + 1) * (width - size + 1)
        share = self.settings["rate"] * height * width / (size**2 * places)
        centres = (torch.rand(len(h), h.shape[1], height - size + 1, width - size + 1) < share).float()
        kept = 1 - functional.max_pool2d(functional.pad(centres, [size - 1] * 4), size, stride=1)
        return h * (kept * (kept.numel() / kept.sum()))


class StochasticDepth(Technique):
    built = 0

    def branch(self):
        self.built += 1
        blocks = sum(layer["use"] == "residual" for layer in self.problem["layers"])
        keep = 1 - self.settings["rate"] * self.built / blocks
        return Applied(lambda h: h * spread(torch.empty(len(h)).bernoulli_(keep).div_(keep), h))


class ManifoldMixup(Technique):
    """Mixes the batch once in every step, at its input or at a hidden layer."""

    places = 1

    def hidden(self, _):
        place = self.places
        self.places += 1
        return Applied(lambda h: self.mixed(h) if self.place == place else h)

    def mixed(self, h):
        return torch.lerp(h[self.other], h, spread(self.share, h))

    def batch(self, x, labels):
        self.place = int(torch.randint(0, self.places, ()))
        self.other = torch.randperm(len(x))
        self.share = torch.distributions.Beta(*[self.settings["alpha"]] * 2).sample((len(x),))
        return self.mixed(x) if self.place == 0 else x, self.mixed(self.one_hot(labels))


def channels_of(module):
    """How many channels or units a module gives."""
    last = [each for each in module.modules() if isinstance(each, (nn.Linear, nn.Conv2d))][-1]
    return last.out_features if isinstance(last, nn.Linear) else last.out_channels


def is_image(module):
    return any(isinstance(each, nn.Conv2d) for each in module.modules())


class BatchNorm(Technique):
    def sums(self, module):
        kind = nn.BatchNorm2d if is_image(module) else nn.BatchNorm1d
        return kind(channels_of(module), self.settings["epsilon"], self.settings["momentum"])


class LayerNorm(Technique):
    def sums(self, module):
        channels = channels_of(module)
        return nn.GroupNorm(1, channels) if is_image(module) else nn.LayerNorm(channels, self.settings["epsilon"])


class GroupNorm(Technique):
    def sums(self, module):
        return nn.GroupNorm(self.settings["groups"], channels_of(module), self.settings["epsilon"])


class WeightView(Technique):
    """The model computes with a view of each weight, and the optimizer trains the weight behind it."""

    def attach(self, model):
        parameters = list(super().attach(model))
        for _, module in self.weighted():
            parametrize.register_parametrization(module, "weight", Applied(self.view))
        return parameters


class DropConnect(WeightView):
    def view(self, weight):
        return functional.dropout(weight, self.settings["rate"])


class WeightNoise(WeightView):
    def view(self, weight):
        return weight + torch.randn_like(weight).mul_(self.settings["sigma"])


class SpectralNorm(Technique):
    def attach(self, model):
        super().attach(model)
        for _, module in self.weighted():
            parametrizations.spectral_norm(module)
        return model.parameters()


class Gaussian(nn.Module):
    """A layer whose weights are normal numbers, drawn as the sums they lead to (local reparameterization)."""

    def __init__(self, module, start):
        super().__init__()
        self.module = module
        self.spread = nn.Parameter(torch.full_like(module.weight, start))

    def apply_to(self, x, weight, bias):
        if isinstance(self.module, nn.Linear):
            return functional.linear(x, weight, bias)
        return functional.conv2d(x, weight, bias, self.module.stride, self.module.padding)

    def forward(self, x):
        self.variance = self.spread.exp()
        mean = self.apply_to(x, self.module.weight, self.module.bias)
        return mean + (self.apply_to(x * x, self.variance, None) + 1e-8).sqrt() * torch.randn_like(mean)


class BayesByBackprop(Technique):
    def attach(self, model):
        super().attach(model)
        self.layers = []
        self.replace(self.made)
        return model.parameters()

    def made(self, module):
        self.layers.append(Gaussian(module, self.settings["logVariance"]))
        return self.layers[-1]

    def objective(self, loss):
        share = self.settings["weight"] / self.problem["rows"]
        return loss + share * sum(self.divergence(layer) for layer in self.layers)

    def divergence(self, layer):
        """From the prior N(0, prior^2)."""
        prior = self.settings["prior"] ** 2
        second = layer.variance.sum() + layer.module.weight.square().sum()
        return 0.5 * (second / prior - layer.spread.sum() + layer.spread.numel() * (math.log(prior) - 1))


class VariationalDropout(BayesByBackprop):
    """The sparse form of Molchanov et al. 2017."""

    def divergence(self, layer):
        alpha = layer.spread - torch.log(layer.module.weight.square() + 1e-8)
        return -(0.63576 * torch.sigmoid(1.87320 + 1.48695 * alpha) - 0.5 * functional.softplus(-alpha) - 0.63576).sum()


NOISE = {
    "alphaDropout": AlphaDropout,
    "batchNorm": BatchNorm,
    "bayesByBackprop": BayesByBackprop,
    "dropBlock": DropBlock,
    "dropConnect": DropConnect,
    "dropout": Dropout,
    "gaussianDropout": GaussianDropout,
    "groupNorm": GroupNorm,
    "layerNorm": LayerNorm,
    "manifoldMixup": ManifoldMixup,
    "spatialDropout": SpatialDropout,
    "spectralNorm": SpectralNorm,
    "stochasticDepth": StochasticDepth,
    "variationalDropout": VariationalDropout,
    "weightNoise": WeightNoise,
}
