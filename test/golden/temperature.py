"""Golden temperatures, from PyTorch's losses and SciPy's minimizer. Writes temperature.json beside this file."""

import json
from pathlib import Path

import numpy
import scipy
import torch
from scipy.optimize import minimize_scalar
from torch.nn import functional

random = numpy.random.RandomState(5)
rows, classes = 60, 4
logits = numpy.round(random.normal(0, 4, (rows, classes)) * 64) / 64
shares = numpy.exp(logits / 2.5)
shares /= shares.sum(1, keepdims=True)
labels = [int(random.choice(classes, p=share)) for share in shares]

outputs = torch.tensor(logits, dtype=torch.float64)
targets = torch.nn.functional.one_hot(torch.tensor(labels), classes).double()
losses = {
    "crossEntropy": lambda z: functional.cross_entropy(z, targets),
    "sigmoidCrossEntropy": lambda z: functional.binary_cross_entropy_with_logits(z, targets, reduction="none").sum(1).mean(),
}


def slope(loss, temperature):
    t = torch.tensor(float(temperature), dtype=torch.float64, requires_grad=True)
    loss(outputs / t).backward()
    return t.grad.item()


def fit(loss):
    near = minimize_scalar(lambda t: loss(outputs / t).item(), bounds=(0.2, 20), method="bounded").x
    # A minimum is flat: the place where the slope is 0 is found to more digits.
    best = scipy.optimize.brentq(lambda t: slope(loss, t), 0.9 * near, 1.1 * near, xtol=1e-14)
    return {"temperature": best, "loss": loss(outputs / best).item()}


content = {
    "from": f"PyTorch {torch.__version__}, SciPy {scipy.__version__}",
    "outputs": logits.tolist(),
    "labels": labels,
    "fits": {name: fit(loss) for name, loss in losses.items()},
}
Path(__file__).with_name("temperature.json").write_text(json.dumps(content) + "\n")
