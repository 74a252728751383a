# ResNet-20 in PyTorch with the recipe of resnet.ts; prints the final accuracies on the training and the test images.
import gzip
import json
import math
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

folder, epochs, batch, rate, momentum, seed = sys.argv[1], *map(float, sys.argv[2:])
epochs, batch = int(epochs), int(batch)
torch.manual_seed(int(seed))
torch.set_num_threads(1)


def read(name):
    with gzip.open(f"{folder}/{name}.bin.gz") as file:
        records = np.frombuffer(file.read(), np.uint8).reshape(-1, 3073)
    images = torch.tensor(records[:, 1:].reshape(-1, 3, 32, 32).copy()).float() / 255
    return images, torch.tensor(records[:, 0].astype(np.int64))


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        changes = stride > 1 or channels != filters
        projection = [nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)]
        self.shortcut = nn.Sequential(*projection) if changes else nn.Identity()

    def forward(self, x):
        branch = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(branch + self.shortcut(x))


blocks, channels = [], 16
for stage, filters in enumerate((16, 32, 64)):
    for block in range(3):
        blocks.append(Block(channels, filters, 2 if stage > 0 and block == 0 else 1))
        channels = filters
net = nn.Sequential(
    nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), *blocks,
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10),
)  # fmt: skip
for module in net.modules():
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
net = net.to(memory_format=torch.channels_last)
images, labels = read("data_batch_1")
optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=momentum)
steps = math.ceil(len(images) / batch)
for step in range(epochs * steps):
    if step % steps == 0:
        order = torch.randperm(len(images))
    for group in optimizer.param_groups:
        group["lr"] = rate * 0.5 * (1 + math.cos(math.pi * step / (epochs * steps)))
    rows = order[(step % steps) * batch : (step % steps + 1) * batch]
    optimizer.zero_grad()
    F.cross_entropy(net(images[rows].contiguous(memory_format=torch.channels_last)), labels[rows]).backward()
    optimizer.step()


def accuracy(images, labels):
    net.eval()
    with torch.no_grad():
        right = sum((net(x).argmax(1) == y).sum().item() for x, y in zip(images.split(500), labels.split(500)))
    return right / len(labels)


print(json.dumps({"train": accuracy(images, labels), "test": accuracy(*read("test_batch"))}))
