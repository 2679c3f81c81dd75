#!/usr/bin/env python3
"""Makes segmentation networks of torch and torchvision as TorchScript, and runs them, as an oracle of their own.

    torchscript.py make KIND TARGET.pt [PATH]
    torchscript.py run MODULE.pt INPUT BANDS ROWS COLUMNS LABELS

KIND is unet, resnet34, deeplab or lraspp, then -traced or -scripted; or one of the odd and hostile ones below. run reads Bytes, band by band, and writes a Byte for
each pixel: the lowest channel with the highest score. PATH is what writer-scripted writes. Needs python3-torch and python3-torchvision (tests/install-tools.sh).
"""
import sys
from typing import Tuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import resnet34
from torchvision.models.segmentation import deeplabv3_mobilenet_v3_large, lraspp_mobilenet_v3_large

CLASSES = 5


def double(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class UNet(nn.Module):
    """Two levels, transposed convolutions: stride 4."""

    def __init__(self, bands=4):
        super().__init__()
        self.first, self.second, self.bottom = double(bands, 8), double(8, 16), double(16, 32)
        self.up_second, self.up_first = nn.ConvTranspose2d(32, 16, 2, stride=2), nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.back_second, self.back_first = double(32, 16), double(16, 8)
        self.head = nn.Conv2d(8, CLASSES, 1)

    def forward(self, x):
        first = self.first(x)
        second = self.second(F.max_pool2d(first, 2))
        bottom = self.bottom(F.max_pool2d(second, 2))
        second = self.back_second(torch.cat([self.up_second(bottom), second], 1))
        return self.head(self.back_first(torch.cat([self.up_first(second), first], 1)))


class ResNetUNet(nn.Module):
    """A decoder on torchvision's ResNet-34; each step is brought to its skip's size."""

    def __init__(self):
        super().__init__()
        body = resnet34(weights=None)
        self.stem, self.pool = nn.Sequential(body.conv1, body.bn1, body.relu), body.maxpool
        self.layer1, self.layer2, self.layer3, self.layer4 = body.layer1, body.layer2, body.layer3, body.layer4
        self.up3, self.up2, self.up1, self.up0 = double(512 + 256, 64), double(64 + 128, 32), double(32 + 64, 16), double(16 + 64, 16)
        self.head = nn.Conv2d(16, CLASSES, 1)

    def forward(self, x):
        stem = self.stem(x)
        one = self.layer1(self.pool(stem))
        two = self.layer2(one)
        three = self.layer3(two)
        y = self.layer4(three)
        y = self.up3(torch.cat([F.interpolate(y, size=three.shape[-2:], mode="nearest"), three], 1))
        y = self.up2(torch.cat([F.interpolate(y, size=two.shape[-2:], mode="nearest"), two], 1))
        y = self.up1(torch.cat([F.interpolate(y, size=one.shape[-2:], mode="nearest"), one], 1))
        y = self.up0(torch.cat([F.interpolate(y, size=stem.shape[-2:], mode="nearest"), stem], 1))
        return F.interpolate(self.head(y), size=x.shape[-2:], mode="bilinear", align_corners=False)


class Pair(nn.Module):
    """Gives a tuple: a vector first, then scores."""

    def __init__(self):
        super().__init__()
        self.body = UNet(3)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        scores = self.body(x)
        return scores.mean([2, 3]), scores


class Labels(nn.Module):
    """Gives classes, by the highest score."""

    def __init__(self):
        super().__init__()
        self.body = UNet(3)

    def forward(self, x):
        return self.body(x).argmax(1)


class Mask(nn.Module):
    """Into whose trace the example's size is written."""

    def __init__(self):
        super().__init__()
        self.body = UNet(3)

    def forward(self, x):
        rows, columns = int(x.shape[2]), int(x.shape[3])
        return self.body(x) + torch.linspace(-1, 1, rows * columns).reshape(1, 1, rows, columns)


class Unknown(nn.Module):
    """Ends in an operator that ONNX does not have."""

    def __init__(self):
        super().__init__()
        self.body = UNet(3)

    def forward(self, x):
        return torch.special.bessel_j0(self.body(x))


class Writer(nn.Module):
    """Writes a file from inside, as torch's interpreter lets any module do."""

    def __init__(self, path="trace"):
        super().__init__()
        self.path = path
        self.body = UNet(3)

    def forward(self, x):
        return self.body(x) + torch.from_file(self.path, True, 16, dtype=torch.float32).fill_(1.0).sum() * 0


class Endless(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        while bool(x.mean() > -1e9):
            x = x + 1
        return x


class Hungry(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + torch.ones([1 << 36]).sum()


class Chatty(nn.Module):
    """Prints what the converter would."""

    def __init__(self):
        super().__init__()
        self.body = UNet(3)

    def forward(self, x: Tensor) -> Tensor:
        print('{"error": "printed by the module", "operator": null}')
        return self.body(x)


NETWORKS = {
    "unet": UNet, "resnet34": ResNetUNet, "pair": Pair, "labels": Labels, "fixed": Mask, "unknown": Unknown, "writer": Writer, "endless": Endless, "hungry": Hungry,
    "chatty": Chatty,
    "deeplab": lambda: deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=CLASSES),
    "lraspp": lambda: lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=CLASSES)}


def spread(network, bands):
    """Gives batch normalisation the statistics of random tiles: with those that it begins with, one class would win everywhere."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = None
        norm.reset_running_stats()
    if norms:
        network.train()
        for _ in range(2):
            network(torch.randint(0, 256, (4, bands, 96, 96)).float())
    return network.eval()


def make(kind, target, *arguments):
    name, how = kind.rsplit("-", 1)
    torch.manual_seed(11)
    bands = 4 if name == "unet" else 3
    network = NETWORKS[name](*arguments).eval()
    with torch.no_grad():
        if name not in ("endless", "hungry", "writer", "unknown"):
            network = spread(network, bands)
        module = torch.jit.script(network) if how == "scripted" else torch.jit.trace(network, torch.rand(1, bands, 64, 64), strict=False, check_trace=False)
        torch.jit.save(module, target)


def run(path, source, bands, rows, columns, target):
    x = torch.from_numpy(np.fromfile(source, np.uint8).reshape(1, int(bands), int(rows), int(columns)).astype(np.float32))
    with torch.no_grad():
        scores = torch.jit.load(path, map_location="cpu").eval()(x)
    scores = scores["out"] if isinstance(scores, dict) else scores[1] if isinstance(scores, tuple) else scores
    (scores if scores.dim() == 3 else scores.argmax(1)).to(torch.uint8).numpy().tofile(target)


if __name__ == "__main__":
    torch.set_num_threads(2)
    {"make": make, "run": run}[sys.argv[1]](*sys.argv[2:])
