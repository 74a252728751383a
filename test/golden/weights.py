"""Golden numbers for weighted losses, from PyTorch 1.13. Writes weights.json beside this file; reads training.json.

SGD steps on the network of training.json: cross-entropy with `weight=` of classes, and with weights of single rows besides
(the weighted mean of the losses of a batch). Run: python3 weights.py
"""

import json
from pathlib import Path

import torch
from torch.nn import functional

here = Path(__file__).parent
network = json.loads((here / "training.json").read_text())["networks"]["classification"]
inputs = torch.tensor(network["inputs"], dtype=torch.float64)
labels = torch.tensor(network["targets"], dtype=torch.float64).argmax(1)
rows, classes = len(labels), network["sizes"][2]
RATE, BATCH = 0.25, 4
class_weights = [0.5, 2.0, 3.25, 1.0, 0.75, 4.0][:classes]
row_weights = [(3 * i % 7) / 4 for i in range(rows)]


def steps(weigh):
    w = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in network["initial"].items()}
    losses = []
    for start in range(0, rows, BATCH):
        x, y = inputs[start:start + BATCH], labels[start:start + BATCH]
        z = torch.tanh(x @ w["W1"] + w["b1"]) @ w["W2"] + w["b2"]
        loss = weigh(z, y, slice(start, start + BATCH))
        losses.append(loss.item())
        for value, gradient in zip(w.values(), torch.autograd.grad(loss, list(w.values()))):
            value.data -= RATE * gradient
    return {"losses": losses, "exact": {name: value.tolist() for name, value in w.items()}}


by_class = torch.tensor(class_weights, dtype=torch.float64)
by_row = torch.tensor(row_weights, dtype=torch.float64)


def both(z, y, batch):
    weights = by_class[y] * by_row[batch]
    return (weights * functional.cross_entropy(z, y, reduction="none")).sum() / weights.sum()


golden = {
    "rate": RATE, "batchSize": BATCH, "classWeights": class_weights, "rowWeights": row_weights,
    "classes": steps(lambda z, y, batch: functional.cross_entropy(z, y, weight=by_class)),
    "both": steps(both),
}
(here / "weights.json").write_text(json.dumps(golden) + "\n")
