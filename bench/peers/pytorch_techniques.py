"""The techniques that PyTorch is measured with, by their ids: what it has for them, or the fastest plain form of the formula."""

import torch
from pytorch_images import IMAGES
from pytorch_noise import NOISE
from pytorch_technique import Applied, Technique
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_, clip_grad_value_


class Decay(Technique):
    """L2 as the optimizer has it built in."""

    def attach(self, model):
        super().attach(model)
        others = [value for value in model.parameters() if value.ndim < 2]
        return [{"params": self.weights, "weight_decay": self.decay()}, {"params": others}]


class L2(Decay):
    def decay(self):
        strength = self.settings["lambda"]
        return {"sum": 2 * strength, "halfMean": strength / self.problem["rows"]}.get(self.settings["convention"], strength)


class Frobenius(Decay):
    def decay(self):
        return 2 * self.settings["lambda"]


class WeightDecay(Decay):
    """Under plain SGD decoupled decay and the built-in one are the same."""

    def decay(self):
        return self.settings["lambda"]


def add_signs(weights, strength):
    """The gradient of strength * |w|: cheaper than letting autograd find it."""
    for weight in weights:
        weight.grad.add_(weight.detach().sign(), alpha=strength)


class L1(Technique):
    def attach(self, model):
        strength = self.settings["lambda"]
        self.strength = strength if self.settings["convention"] == "sum" else strength / self.problem["rows"]
        return super().attach(model)

    def gradients(self):
        if not self.settings["proximal"]:
            add_signs(self.weights, self.strength)

    @torch.no_grad()
    def after(self):
        if self.settings["proximal"]:
            for weight in self.weights:
                limit = self.problem["optimizer"]["learningRate"] * self.strength
                weight.sub_(weight.clamp(-limit, limit))


class ElasticNet(Decay):
    def decay(self):
        return self.settings["lambda"] * (1 - self.settings["ratio"])

    def gradients(self):
        add_signs(self.weights, self.settings["lambda"] * self.settings["ratio"])


class GroupLasso(Technique):
    @torch.no_grad()
    def gradients(self):
        each = self.settings["lambda"] / (self.problem["rows"] if self.settings["convention"] == "mean" else 1)
        for weight in self.weights:
            axes = tuple(range(1, weight.ndim))
            norms = torch.linalg.vector_norm(weight, dim=axes, keepdim=True).clamp_(min=1e-12)
            weight.grad.addcmul_(weight, each * weight[0].numel() ** 0.5 / norms)


class Orthogonal(Technique):
    def objective(self, loss):
        return loss + self.settings["lambda"] * sum(self.distance(weight.flatten(1)) for weight in self.weights)

    def distance(self, matrix):
        rows, columns = matrix.shape
        gram = matrix @ matrix.t() if rows <= columns else matrix.t() @ matrix
        return (gram - torch.eye(len(gram))).square().sum()


class ActivityL1(Technique):
    def hidden(self, _):
        return Applied(self.seen)

    def seen(self, h):
        self.sizes.append(h.abs().sum() / len(h))
        return h

    def batch(self, x, labels):
        self.sizes = []
        return x, labels

    def objective(self, loss):
        return loss + self.settings["lambda"] * sum(self.sizes)


class LabelSmoothing(Technique):
    def loss(self, outputs, targets):
        return functional.cross_entropy(outputs, targets, label_smoothing=self.settings["epsilon"])


class ConfidencePenalty(Technique):
    def loss(self, outputs, targets):
        logarithms = functional.log_softmax(outputs, 1)
        self.entropy = -(logarithms.exp() * logarithms).sum(1).mean()
        return functional.nll_loss(logarithms, targets)

    def objective(self, loss):
        return loss - self.settings["beta"] * self.entropy


class Focal(Technique):
    def loss(self, outputs, targets):
        self.losses = functional.cross_entropy(outputs, targets, reduction="none")
        return self.losses.mean()

    def objective(self, loss):
        return ((1 - torch.exp(-self.losses)) ** self.settings["gamma"] * self.losses).mean()


class ClipNorm(Technique):
    def gradients(self):
        clip_grad_norm_(self.model.parameters(), self.settings["norm"])


class ClipValue(Technique):
    def gradients(self):
        clip_grad_value_(self.model.parameters(), self.settings["value"])


class ClipLayerNorm(Technique):
    def gradients(self):
        for _, module in self.weighted():
            if self.settings["each"] == "layer":
                clip_grad_norm_(module.parameters(), self.settings["norm"])
            else:
                for parameter in module.parameters():
                    clip_grad_norm_(parameter, self.settings["norm"])


def unit_norms(values):
    if values.ndim < 2:
        return values.norm()
    return torch.linalg.vector_norm(values, dim=tuple(range(1, values.ndim)), keepdim=True)


class AdaptiveClip(Technique):
    @torch.no_grad()
    def gradients(self):
        for value in self.model.parameters():
            limit = self.settings["ratio"] * unit_norms(value).clamp_(min=self.settings["epsilon"])
            value.grad.mul_((limit / unit_norms(value.grad)).clamp_(max=1))


class MaxNorm(Technique):
    @torch.no_grad()
    def after(self):
        for weight in self.weights:
            weight.mul_((self.settings["norm"] / unit_norms(weight)).clamp_(max=1))


class Averaged(Technique):
    """Keeps averages of the parameters beside them."""

    updates = 0

    def attach(self, model):
        parameters = list(super().attach(model))
        self.averages = [value.detach().clone() for value in parameters]
        return parameters

    @torch.no_grad()
    def after(self):
        self.updates += 1
        for average, value in zip(self.averages, self.model.parameters()):
            average.lerp_(value, self.share())


class Ema(Averaged):
    def share(self):
        decay = self.settings["decay"]
        return 1 - (min(decay, self.updates / (9 + self.updates)) if self.settings["warmUp"] else decay)


class Swa(Averaged):
    """Averages the weights at the end of every epoch, or of so many updates."""

    def after(self):
        every = self.settings["every"] or self.problem["rows"] // self.problem["batch"]
        self.steps = getattr(self, "steps", 0) + 1
        if self.steps % every == 0:
            super().after()

    def share(self):
        return 1 / self.updates


class Lookahead(Averaged):
    @torch.no_grad()
    def after(self):
        self.updates += 1
        if self.updates % self.settings["k"] == 0:
            for slow, value in zip(self.averages, self.model.parameters()):
                value.copy_(slow.lerp_(value, self.settings["alpha"]))


class Sam(Technique):
    def step(self, optimizer, x, labels):
        values = list(self.model.parameters())
        loss = functional.cross_entropy(self.model(x), labels)
        found = torch.autograd.grad(loss, values)
        norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(each) for each in found]))
        moves = torch._foreach_mul(found, self.settings["rho"] / (norm.item() + 1e-12))
        with torch.no_grad():
            torch._foreach_add_(values, moves)
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(self.model(x), labels).backward()
        with torch.no_grad():
            torch._foreach_sub_(values, moves)
        optimizer.step()
        return loss


class Adversarial(Technique):
    """Goodfellow et al. 2015: the mean of the losses of a batch and of what the sign of its gradient makes of it."""

    def step(self, optimizer, x, labels):
        x.requires_grad_()
        loss = functional.cross_entropy(self.model(x), labels)
        optimizer.zero_grad(set_to_none=True)
        share = self.settings["weight"]
        (loss * (1 - share)).backward()
        changed = torch.add(x.detach(), x.grad.sign_(), alpha=self.settings["epsilon"])
        (functional.cross_entropy(self.model(changed), labels) * share).backward()
        optimizer.step()
        return loss


class GradientPenalty(Technique):
    """The squared norm of the gradient of each example's loss by its input."""

    def batch(self, x, labels):
        self.x = x.requires_grad_()
        return x, labels

    def objective(self, loss):
        (found,) = torch.autograd.grad(loss * len(self.x), self.x, create_graph=True)
        return loss + self.settings["lambda"] * found.square().sum() / len(self.x)


TECHNIQUES = {
    **IMAGES,
    **NOISE,
    "activityL1": ActivityL1,
    "adaptiveClip": AdaptiveClip,
    "adversarial": Adversarial,
    "clipLayerNorm": ClipLayerNorm,
    "clipNorm": ClipNorm,
    "clipValue": ClipValue,
    "confidencePenalty": ConfidencePenalty,
    "elasticNet": ElasticNet,
    "ema": Ema,
    "focal": Focal,
    "frobenius": Frobenius,
    "gradientPenalty": GradientPenalty,
    "groupLasso": GroupLasso,
    "l1": L1,
    "l2": L2,
    "labelSmoothing": LabelSmoothing,
    "lookahead": Lookahead,
    "maxNorm": MaxNorm,
    "orthogonal": Orthogonal,
    "sam": Sam,
    "swa": Swa,
    "weightDecay": WeightDecay,
}


def technique_of(problem):
    """The one technique of a problem, or the plain step."""
    chosen = problem["regularizers"]
    if not chosen:
        return Technique({}, problem)
    (settings,) = chosen
    return TECHNIQUES[settings["use"]](settings, problem)
