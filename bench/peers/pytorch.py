"""Plain eager PyTorch: modules, F.cross_entropy, torch.optim, batches gathered from a data set in memory."""

import json
import os
import sys
import time

import numpy
import torch
from pytorch_layers import model_of, optimizer_of
from pytorch_techniques import TECHNIQUES, technique_of

problem = json.load(open(sys.argv[1]))
folder = os.path.dirname(sys.argv[1])
layout = torch.channels_last if "channels_last" in sys.argv else torch.contiguous_format


def read(name, dtype):
    return torch.from_numpy(numpy.fromfile(os.path.join(folder, name), dtype=dtype))


def say(message):
    print(json.dumps(message), flush=True)


def named_values():
    """The initial value of every parameter, by its name."""
    flat = read("parameters.f32", "<f4")
    values = {}
    start = 0
    for parameter in problem["parameters"]:
        size = int(numpy.prod(parameter["shape"]))
        values[parameter["name"]] = flat[start : start + size].reshape(parameter["shape"])
        start += size
    return values


torch.set_num_threads(problem["threads"])
batch, rows = problem["batch"], problem["rows"]
is_image = problem["input"]["kind"] == "image"
inputs = read("inputs", "<f4" if is_image else "<i4").reshape(rows, *problem["input"]["shape"])
inputs = inputs.contiguous(memory_format=layout) if is_image else inputs.long()
labels = read("labels.i32", "<i4").long()
order = read("order.i32", "<i4").long()

began = time.perf_counter()
technique = technique_of(problem)
model = model_of(problem, named_values(), technique).to(memory_format=layout)
optimizer = optimizer_of(problem, technique.attach(model))
position = 0


def train(steps):
    """Runs `steps` steps and returns the loss of the last batch, before its update."""
    global position
    for _ in range(steps):
        rows_now = order[position : position + batch]
        loss = technique.step(optimizer, inputs.index_select(0, rows_now), labels.index_select(0, rows_now))
        position = (position + batch) % rows
    return loss.item()


first_loss = train(1)
blas = sorted({line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}) if os.path.exists("/proc/self/maps") else []
say(
    {
        "compileMs": (time.perf_counter() - began) * 1000,
        "loss": first_loss,
        "version": f"PyTorch {torch.__version__}",
        "techniques": list(TECHNIQUES),
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
