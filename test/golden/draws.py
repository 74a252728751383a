"""Golden numbers for techniques that draw, from PyTorch in double precision: what was drawn, and what came of it.

Run with a Python that has PyTorch: python3 test/golden/draws.py > test/golden/draws.json
"""

import json
import math

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def case(x, y, **more):
    """An input, the result, and the gradient of the sum of the squared result by the input."""
    (slope,) = torch.autograd.grad(y.square().sum(), x)
    return {"input": numbers(x), "shape": list(x.shape), "output": numbers(y), "gradient": numbers(slope), **more}


def leaf(*shape):
    return torch.randn(*shape).requires_grad_()


def spatial_dropout():
    torch.manual_seed(1)
    images, sequences = leaf(2, 3, 2, 2), leaf(2, 4, 3)
    dropped = functional.dropout2d(images, 0.4)
    # Channels of a sequence of vectors lie along its last axis.
    rows = functional.dropout1d(sequences.transpose(1, 2), 0.4).transpose(1, 2)
    return {
        "images": case(images, dropped, keep=numbers((dropped[:, :, 0, 0] != 0).double())),
        "sequences": case(sequences, rows, keep=numbers((rows[:, 0, :] != 0).double())),
    }


def alpha_dropout():
    torch.manual_seed(2)
    x = leaf(4, 5)
    y = functional.alpha_dropout(x, 0.3, training=True)
    (slope,) = torch.autograd.grad(y.sum(), x, retain_graph=True)
    return case(x, y, keep=numbers((slope != 0).double()))


def drop_block():
    """Blocks grown from their corners, each channel by itself, as torchvision's drop_block2d scales them."""
    torch.manual_seed(6)

    def blocked(x, size, pool):
        starts = (torch.rand(*x.shape[:2], *(extent - size + 1 for extent in x.shape[2:])) < 0.2).double()
        grown = pool(functional.pad(starts, [size - 1] * 2 * (x.ndim - 2)), size, stride=1)
        kept = 1 - grown
        return x * kept * kept.numel() / kept.sum(), numbers(1 - starts)

    images, sequences, vectors = leaf(2, 3, 5, 4), leaf(2, 3, 6), leaf(2, 6, 3)
    of_images, image_keep = blocked(images, 2, functional.max_pool2d)
    of_sequences, sequence_keep = blocked(sequences, 3, functional.max_pool1d)
    # Channels of a sequence of vectors lie along its last axis.
    of_vectors, vector_keep = blocked(vectors.transpose(1, 2), 3, functional.max_pool1d)
    return {
        "images": case(images, of_images, keep=image_keep),
        "sequences": case(sequences, of_sequences, keep=sequence_keep),
        "vectors": case(vectors, of_vectors.transpose(1, 2), keep=vector_keep),
    }


def drop_connect():
    torch.manual_seed(3)
    weight, inputs = leaf(4, 2), torch.randn(3, 4)
    masked = functional.dropout(weight, 0.35)
    # PyTorch keeps a linear layer's weights as rows of units.
    y = functional.linear(inputs, masked.T)
    return case(weight, y, inputs=numbers(inputs), keep=numbers((masked != 0).double()))


def mixup():
    torch.manual_seed(4)
    weight, inputs = leaf(3, 2), torch.randn(4, 3)
    targets = functional.one_hot(torch.tensor([0, 1, 1, 0]), 2).double()
    share = torch.distributions.Beta(0.4, 0.4).sample((4, 1))
    partners = torch.randperm(4)
    x = share * inputs + (1 - share) * inputs[partners]
    y = share * targets + (1 - share) * targets[partners]
    loss = functional.cross_entropy(x @ weight, y)
    more = {"inputs": inputs, "targets": targets, "share": share, "partners": partners}
    return case(weight, loss, **{name: numbers(value) for name, value in more.items()})


def images():
    """Images read at other places; PyTorch's matrices act on coordinates from -1 to 1, which for squares are the same."""
    torch.manual_seed(5)

    def warped(limit, matrix, draws=1):
        x = leaf(3, 2, 5, 5)
        uniform = torch.rand(draws, 3)
        theta = torch.stack([torch.tensor(matrix(*each)) for each in ((2 * uniform - 1) * limit).T.tolist()])
        grid = functional.affine_grid(theta, x.shape, align_corners=False)
        y = functional.grid_sample(x, grid, align_corners=False)
        return case(x, y, **{f"uniform{i}": numbers(row) for i, row in enumerate(uniform)})

    def rotation(angle):
        a = math.radians(angle)
        return [[math.cos(a), -math.sin(a), 0.0], [math.sin(a), math.cos(a), 0.0]]

    return {
        "shift": warped(0.3, lambda right, below: [[1.0, 0.0, -2 * right], [0.0, 1.0, -2 * below]], 2),
        "rotate": warped(30, rotation),
        "scale": warped(0.4, lambda change: [[1 / (1 + change), 0.0, 0.0], [0.0, 1 / (1 + change), 0.0]]),
        "shear": warped(25, lambda angle: [[1.0, math.tan(math.radians(angle)), 0.0], [0.0, 1.0, 0.0]]),
    }


def trivial_augment():
    """One image of bytes for each operation, as torchvision's functions change them."""
    torch.manual_seed(7)
    x = (torch.randint(256, (11, 3, 5, 5)) / 255).requires_grad_()
    uniform = torch.rand(11)
    strength = 0.8

    def moved(image, matrix):
        grid = functional.affine_grid(torch.tensor([matrix]), image.shape, align_corners=False)
        return functional.grid_sample(image, grid, align_corners=False)

    def rotated(image, m):
        a = math.radians(135 * m)
        return moved(image, [[math.cos(a), -math.sin(a), 0.0], [math.sin(a), math.cos(a), 0.0]])

    def gray(image):
        return (image * torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)).sum(1, keepdim=True)

    def blended(image, other, m):
        ratio = 1 + 0.99 * m
        return (ratio * image + (1 - ratio) * other).clamp(0, 1)

    def posterized(image, m):
        bits = 8 - round(6 * abs(m))
        values = (image * 255).round().to(torch.uint8) & (256 - 2 ** (8 - bits))
        return values.double() / 255 + 0 * image

    operations = [
        lambda image, m: image,
        rotated,
        lambda image, m: moved(image, [[1.0, 0.99 * m, 0.0], [0.0, 1.0, 0.0]]),
        lambda image, m: moved(image, [[1.0, 0.0, 0.0], [0.99 * m, 1.0, 0.0]]),
        # The image is 2 wide and high.
        lambda image, m: moved(image, [[1.0, 0.0, -2 * m], [0.0, 1.0, 0.0]]),
        lambda image, m: moved(image, [[1.0, 0.0, 0.0], [0.0, 1.0, -2 * m]]),
        lambda image, m: blended(image, 0, m),
        lambda image, m: blended(image, gray(image).mean(), m),
        lambda image, m: torch.where(image >= 1 - abs(m), 1 - image, image),
        posterized,
        lambda image, m: blended(image, gray(image), m),
    ]
    magnitudes = ((2 * uniform - 1) * strength).tolist()
    y = torch.cat([change(x[i : i + 1], magnitudes[i]) for i, change in enumerate(operations)])
    return case(x, y, uniform0=[(i + 0.5) / 11 for i in range(11)], uniform1=numbers(uniform))


if __name__ == "__main__":
    print(json.dumps({"spatialDropout": spatial_dropout(), "alphaDropout": alpha_dropout(), "dropBlock": drop_block(), "dropConnect": drop_connect(), "mixup": mixup(), "images": images(), "trivialAugment": trivial_augment()}))
