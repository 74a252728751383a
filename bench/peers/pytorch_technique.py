"""A training step in PyTorch, and the places in it where a technique can act."""

from torch import nn
from torch.nn import functional


class Technique:
    """The plain step. Each method below `step` is a place; a technique overrides those it acts at."""

    def __init__(self, settings, problem):
        self.settings = settings
        self.problem = problem

    def step(self, optimizer, x, labels):
        """One update; returns the loss of the batch before it, without penalties."""
        x, targets = self.batch(x, labels)
        loss = self.loss(self.model(x), targets)
        objective = self.objective(loss)
        optimizer.zero_grad(set_to_none=True)
        objective.backward()
        self.gradients()
        optimizer.step()
        self.after()
        return loss

    def sums(self, module):
        """A module that acts on the weighted sums that `module` gives, before their activation, or none."""

    def hidden(self, module):
        """A module that acts on the hidden units that `module` gives, or none."""

    def branch(self):
        """A module that acts on the branch of the next residual block, or none."""

    def attach(self, model):
        """Takes the model; returns what the optimizer is to train."""
        self.model = model
        self.weights = [value for value in model.parameters() if value.ndim > 1]
        return model.parameters()

    def batch(self, x, labels):
        return x, labels

    def loss(self, outputs, targets):
        return functional.cross_entropy(outputs, targets)

    def objective(self, loss):
        return loss

    def gradients(self):
        """Changes the gradients before the optimizer takes them."""

    def after(self):
        """Changes the weights after an update."""

    def one_hot(self, labels):
        return functional.one_hot(labels, self.problem["classes"]).float()

    def weighted(self):
        """The linear and convolutional modules, by name."""
        return [(name, each) for name, each in self.model.named_modules() if isinstance(each, (nn.Linear, nn.Conv2d))]

    def replace(self, make):
        """Puts `make(module)` in the place of each linear and convolutional module."""
        for name, module in self.weighted():
            owner, _, own = name.rpartition(".")
            setattr(self.model.get_submodule(owner), own, make(module))


class Applied(nn.Module):
    """A function as a module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def spread(values, like):
    """One number for each example, shaped to spread over `like`."""
    return values.view(-1, *[1] * (like.ndim - 1))
