"""What changes examples or whole batches, for all examples at once: a draw for each."""

import math

import torch
from pytorch_technique import Technique, spread
from torch.nn import functional


def within(limit, count):
    """Numbers uniform from -limit to limit."""
    return (torch.rand(count) * 2 - 1) * limit


def box(rows, columns, height, width):
    """Whether each pixel lies in its example's box; both sides are given as (from, to)."""
    down, across = torch.arange(height), torch.arange(width)
    is_down = (down >= rows[0].unsqueeze(1)) & (down < rows[1].unsqueeze(1))
    is_across = (across >= columns[0].unsqueeze(1)) & (across < columns[1].unsqueeze(1))
    return (is_down.unsqueeze(2) & is_across.unsqueeze(1)).unsqueeze(1)


class Augment(Technique):
    def batch(self, x, labels):
        return self.change(x), labels


class Brightness(Augment):
    def change(self, x):
        return x * spread(1 + within(self.settings["range"], len(x)), x)


class Contrast(Augment):
    def change(self, x):
        mean = x.mean((1, 2, 3), keepdim=True)
        return torch.lerp(mean, x, spread(1 + within(self.settings["range"], len(x)), x))


class Flip(Augment):
    def change(self, x):
        flipped = spread(torch.rand(len(x)) < self.settings["probability"], x)
        return torch.where(flipped, x.flip(3 if self.settings["direction"] == "horizontal" else 2), x)


class Crop(Augment):
    def change(self, x):
        padding = int(self.settings["padding"])
        count, _, height, width = x.shape
        windows = functional.pad(x, [padding] * 4).unfold(2, height, 1).unfold(3, width, 1)
        top, left = torch.randint(0, 2 * padding + 1, (2, count))
        return windows[torch.arange(count), :, top, left]


class Affine(Augment):
    """Reads each image where a matrix of its own says."""

    def change(self, x):
        theta = torch.zeros(len(x), 2, 3)
        theta[:, 0, 0] = theta[:, 1, 1] = 1
        self.fill(theta)
        grid = functional.affine_grid(theta, list(x.shape), align_corners=False)
        return functional.grid_sample(x, grid, align_corners=False)


class Rotate(Affine):
    def fill(self, theta):
        angle = within(self.settings["degrees"] * math.pi / 180, len(theta))
        theta[:, 0, 0] = theta[:, 1, 1] = angle.cos()
        theta[:, 1, 0] = angle.sin()
        theta[:, 0, 1] = -theta[:, 1, 0]


class Scale(Affine):
    def fill(self, theta):
        theta[:, 0, 0] = theta[:, 1, 1] = 1 / (1 + within(self.settings["range"], len(theta)))


class Shear(Affine):
    def fill(self, theta):
        theta[:, 0, 1] = within(self.settings["degrees"] * math.pi / 180, len(theta)).tan()


class Shift(Affine):
    def fill(self, theta):
        theta[:, :, 2] = within(2 * self.settings["share"], theta.shape[:2])


class Elastic(Augment):
    def change(self, x):
        count, _, height, width = x.shape
        fields = torch.randn(count, 2, height, width)
        smooth = self.smoothing(height) @ fields @ self.smoothing(width).t()
        pixels = torch.tensor([width, height]).view(1, 2, 1, 1)
        moved = (smooth * (2 * self.settings["displacement"] / pixels)).permute(0, 2, 3, 1)
        grid = functional.affine_grid(torch.eye(2, 3).expand(count, 2, 3), list(x.shape), align_corners=False)
        return functional.grid_sample(x, grid + moved, align_corners=False)

    def smoothing(self, size):
        places = torch.arange(size, dtype=torch.float32)
        rows = torch.exp(-((places.view(-1, 1) - places) ** 2) / (2 * self.settings["smoothness"] ** 2))
        return rows / rows.norm(dim=1, keepdim=True)


class Cutout(Augment):
    def change(self, x):
        height, width = x.shape[2:]
        return x.masked_fill(box(self.span(len(x), height), self.span(len(x), width), height, width), 0)

    def span(self, count, size):
        length = math.floor(self.settings["share"] * size + 0.5)
        start = torch.randint(0, size, (count,)) - length // 2
        return start, start + length


class RandomErasing(Augment):
    def change(self, x):
        chosen = self.settings
        height, width = x.shape[2:]
        area = torch.empty(len(x)).uniform_(chosen["smallest"], chosen["largest"]) * height * width
        area *= torch.rand(len(x)) < chosen["probability"]
        ratio = torch.exp(within(math.log(chosen["ratio"]), len(x)))
        rows = self.span((area * ratio).sqrt(), height)
        erased = box(rows, self.span((area / ratio).sqrt(), width), height, width)
        return torch.where(erased, torch.rand_like(x) if chosen["fill"] == "noise" else 0.0, x)

    def span(self, length, size):
        length = (length + 0.5).floor().clamp(max=size)
        start = (torch.rand(len(length)) * (size - length + 1)).floor()
        return start, start + length


class Mixing(Technique):
    """Mixes each example with another one of the batch."""

    def partners(self, x):
        return torch.randperm(len(x)), torch.distributions.Beta(*[self.settings["alpha"]] * 2).sample((len(x),))


class Mixup(Mixing):
    def batch(self, x, labels):
        other, share = self.partners(x)
        targets = self.one_hot(labels)
        return torch.lerp(x[other], x, spread(share, x)), torch.lerp(targets[other], targets, share.unsqueeze(1))


class CutMix(Mixing):
    def batch(self, x, labels):
        other, share = self.partners(x)
        height, width = x.shape[2:]
        side = ((1 - share) * (torch.rand(len(x)) < self.settings["probability"])).sqrt()
        taken = box(self.span(side, height), self.span(side, width), height, width)
        targets = self.one_hot(labels)
        area = taken.float().mean((1, 2, 3)).unsqueeze(1)
        return torch.where(taken, x[other], x), torch.lerp(targets, targets[other], area)

    def span(self, share, size):
        centre = torch.randint(0, size, (len(share),))
        half = (share * size).floor().div(2, rounding_mode="floor")
        return centre - half, centre + half


class InputNoise(Augment):
    def change(self, x):
        noise = torch.randn_like(x).mul_(self.settings["sigma"])
        return noise.add_(1).mul_(x) if self.settings["multiplicative"] else noise.add_(x)


IMAGES = {
    "brightness": Brightness,
    "contrast": Contrast,
    "crop": Crop,
    "cutMix": CutMix,
    "cutout": Cutout,
    "elastic": Elastic,
    "flip": Flip,
    "inputNoise": InputNoise,
    "mixup": Mixup,
    "randomErasing": RandomErasing,
    "rotate": Rotate,
    "scale": Scale,
    "shear": Shear,
    "shift": Shift,
}
