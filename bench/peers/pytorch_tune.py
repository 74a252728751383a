"""A plain loop of PyTorch over strengths of L2 and folds: prints the validation loss of each, fold by fold."""

import json
import os
import sys

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
folder = sys.argv[1]
problem = json.load(open(os.path.join(folder, "problem.json")))
labels = torch.from_numpy(numpy.fromfile(os.path.join(folder, "labels"), "<i4")).long()
inputs = torch.from_numpy(numpy.fromfile(os.path.join(folder, "inputs"), "<f4")).reshape(len(labels), -1)
batch = problem["batch"]


def trained(fold, strength):
    torch.manual_seed(1)
    train, held = torch.tensor(fold["train"]), torch.tensor(fold["validation"])
    model = torch.nn.Sequential(torch.nn.Linear(784, 30), torch.nn.Sigmoid(), torch.nn.Linear(30, 10))
    weights = [p for p in model.parameters() if p.ndim > 1]
    biases = [p for p in model.parameters() if p.ndim == 1]
    groups = [{"params": weights, "weight_decay": strength / len(train)}, {"params": biases}]
    optimizer = torch.optim.SGD(groups, lr=problem["rate"])
    for _ in range(problem["epochs"]):
        order = train[torch.randperm(len(train))]
        for start in range(0, len(train), batch):
            rows = order[start : start + batch]
            optimizer.zero_grad()
            F.cross_entropy(model(inputs[rows]), labels[rows]).backward()
            optimizer.step()
    with torch.no_grad():
        return F.cross_entropy(model(inputs[held]), labels[held]).item()


print(json.dumps([[trained(fold, strength) for strength in problem["lambdas"]] for fold in problem["folds"]]))
