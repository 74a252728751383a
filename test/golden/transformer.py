"""Golden numbers for the transformer preset, from PyTorch's own encoder layer. Writes transformer.json beside this file.

A small net on padded token numbers: its logits and gradients at stored weights, and the weights after five steps of plain
gradient descent, all in double precision. Stored weights are multiples of 1/256, which float32 holds exactly.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)

VOCABULARY, LENGTH, WIDTH, HEADS, UNITS, POSITIONS, CLASSES = 7, 5, 4, 2, 6, 6, 3
RATE, STEPS = 0.25, 5
IDS = torch.tensor([[2, 3, 4, 5, 6], [3, 3, 0, 0, 0], [1, 6, 2, 4, 0], [5, 0, 0, 0, 0]])
LABELS = torch.tensor([0, 2, 1, 1])


class Net(nn.Module):
    def __init__(self, norm, pooling):
        super().__init__()
        self.norm, self.pooling = norm, pooling
        self.table = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.block = nn.TransformerEncoderLayer(
            WIDTH, HEADS, UNITS, dropout=0.0, activation="gelu", batch_first=True, norm_first=norm == "pre"
        )
        self.last = nn.LayerNorm(WIDTH) if norm == "pre" else nn.Identity()
        self.output = nn.Linear(WIDTH, CLASSES)

    def forward(self, ids):
        padding = ids == 0
        hidden = self.table(ids) + self.positions(torch.arange(LENGTH))
        hidden = self.last(self.block(hidden, src_key_padding_mask=padding))
        if self.pooling == "first":
            return self.output(hidden[:, 0])
        if self.pooling == "max":
            return self.output(hidden.masked_fill(padding[:, :, None], -torch.inf).amax(1))
        there = (~padding).to(hidden.dtype)[:, :, None]
        return self.output((hidden * there).sum(1) / there.sum(1))


def named(net, tensor_of):
    """Tensors by our names and in our layout: matrices are [inputs, outputs]."""
    block, attention = net.block, net.block.self_attn
    weights = tensor_of(attention.in_proj_weight).chunk(3)
    biases = tensor_of(attention.in_proj_bias).chunk(3)
    pre = net.norm == "pre"
    norms = {
        "residual1.layerNorm1" if pre else "layerNorm1": block.norm1,
        "residual2.layerNorm1" if pre else "layerNorm2": block.norm2,
        **({"layerNorm1": net.last} if pre else {}),
    }
    linear = {
        "residual1.selfAttention1.output": attention.out_proj,
        "residual2.feedForward1.hidden": block.linear1,
        "residual2.feedForward1.output": block.linear2,
    }
    found = {
        "embedding1.table": tensor_of(net.table.weight),
        "positionEmbedding1.table": tensor_of(net.positions.weight),
        "output.weight": tensor_of(net.output.weight).T,
        "output.bias": tensor_of(net.output.bias),
    }
    for part, weight, bias in zip(("query", "key", "value"), weights, biases):
        found[f"residual1.selfAttention1.{part}Weight"] = weight.T
        found[f"residual1.selfAttention1.{part}Bias"] = bias
    for name, layer in linear.items():
        found[f"{name}Weight"] = tensor_of(layer.weight).T
        found[f"{name}Bias"] = tensor_of(layer.bias)
    for name, layer in norms.items():
        found[f"{name}.gain"] = tensor_of(layer.weight)
        found[f"{name}.offset"] = tensor_of(layer.bias)
    return {name: [float(f"{x:.12g}") for x in value.flatten().tolist()] for name, value in sorted(found.items())}


def case(norm, pooling):
    net = Net(norm, pooling)
    with torch.no_grad():
        for parameter in net.parameters():
            start = torch.randn_like(parameter) * 0.5 + (1.0 if parameter.ndim == 1 else 0.0)
            parameter.copy_((start * 256).round() / 256)
    initial = named(net, lambda p: p.detach().clone())
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        logits = net(IDS)
        loss = functional.cross_entropy(logits, LABELS)
        loss.backward()
        if step == 0:
            first = [float(f"{x:.12g}") for x in logits.flatten().tolist()]
            gradients = named(net, lambda p: p.grad)
        losses.append(float(f"{loss.item():.12g}"))
        optimizer.step()
    after = named(net, lambda p: p.detach())
    return {
        "norm": norm,
        "pooling": pooling,
        "initial": initial,
        "logits": first,
        "gradients": gradients,
        "losses": losses,
        "after": after,
    }


CASES = [case("pre", "mean"), case("post", "mean"), case("pre", "first"), case("post", "max")]
text = (
    "{\n"
    f'  "from": {json.dumps("PyTorch " + torch.__version__)},\n'
    f'  "model": {json.dumps({"width": WIDTH, "heads": HEADS, "units": UNITS, "positions": POSITIONS, "blocks": 1})},\n'
    f'  "vocabulary": {VOCABULARY},\n'
    f'  "classes": {CLASSES},\n'
    f'  "rate": {RATE},\n'
    f'  "ids": {IDS.tolist()},\n'
    f'  "labels": {LABELS.tolist()},\n'
    '  "cases": [\n    ' + ",\n    ".join(json.dumps(entry) for entry in CASES) + "\n  ]\n}\n"
)
json.loads(text)
Path(__file__).with_name("transformer.json").write_text(text)
