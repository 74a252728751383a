"""Plain eager PyTorch: nn.Linear, F.cross_entropy, SGD, batches gathered from a data set in memory."""

import json
import os
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

problem = json.load(open(sys.argv[1]))
folder = os.path.dirname(sys.argv[1])


def read(name, dtype):
    return numpy.fromfile(os.path.join(folder, name), dtype=dtype)


def say(message):
    print(json.dumps(message), flush=True)


torch.set_num_threads(problem["threads"])
sizes, batch, rows = problem["sizes"], problem["batch"], problem["rows"]
inputs = torch.from_numpy(read("inputs.f32", "<f4").reshape(rows, sizes[0]))
labels = torch.from_numpy(read("labels.i32", "<i4").astype(numpy.int64))
order = torch.from_numpy(read("order.i32", "<i4").astype(numpy.int64))

began = time.perf_counter()
layers = []
for index in range(len(sizes) - 1):
    linear = nn.Linear(sizes[index], sizes[index + 1])
    with torch.no_grad():
        weights = read(f"weights{index}.f32", "<f4").reshape(sizes[index], sizes[index + 1])
        linear.weight.copy_(torch.from_numpy(weights.T.copy()))
        linear.bias.zero_()
    layers += [linear, nn.ReLU()]
model = nn.Sequential(*layers[:-1])
optimizer = torch.optim.SGD(model.parameters(), lr=problem["learningRate"])
position = 0


def train(steps):
    """Runs `steps` steps and returns the loss of the last batch, before its update."""
    global position
    for _ in range(steps):
        rows_now = order[position : position + batch]
        loss = functional.cross_entropy(model(inputs.index_select(0, rows_now)), labels.index_select(0, rows_now))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        position = (position + batch) % rows
    return loss.item()


first_loss = train(1)
blas = sorted({line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}) if os.path.exists("/proc/self/maps") else []
say(
    {
        "compileMs": (time.perf_counter() - began) * 1000,
        "loss": first_loss,
        "version": f"PyTorch {torch.__version__}",
        "detail": ", ".join(os.path.basename(path) for path in blas),
    }
)
for line in sys.stdin:
    message = json.loads(line)
    if "quit" in message:
        break
    wall, cpu = time.perf_counter(), time.process_time()
    loss = train(message["run"])
    say({"ms": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000, "loss": loss})
