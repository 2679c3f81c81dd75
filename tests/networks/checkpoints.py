#!/usr/bin/env python3
"""Writes the weights of a narrow network of random numbers as torch.save does, and the scores that torch gives for an image.

    checkpoints.py KIND TARGET.pth IMAGE SCORES [--bands N] [--legacy] [--without WEIGHT] [--with WEIGHT] [--narrowed WEIGHT] [--parallel] [--whole]

KIND is unet, unet-bottleneck, unet-batch, unet-weight, unet-wide-cross, unet-no-cross or deeplab: networks whose weights are named and arranged as those of arcgis.learn's UnetClassifier
(fastai 1 over a residual network of torchvision) and of torchvision's DeepLabV3, with a few channels. IMAGE holds bytes [bands, rows, columns], square; the network is given
(byte / 255 - 0.5) / 0.25. --whole saves the network itself rather than its weights. SCORES receives floats [classes, rows, columns]. Needs python3-torch and python3-torchvision (tests/install-tools.sh).
"""
import argparse

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

CLASSES = 4
WIDTH = 8


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride, bottleneck):
        super().__init__()
        inner = outputs // 4 if bottleneck else outputs
        if bottleneck:
            self.conv1, self.bn1 = nn.Conv2d(inputs, inner, 1, bias=False), nn.BatchNorm2d(inner)
            self.conv2, self.bn2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False), nn.BatchNorm2d(inner)
            self.conv3, self.bn3 = nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        else:
            self.conv1, self.bn1 = nn.Conv2d(inputs, inner, 3, stride, 1, bias=False), nn.BatchNorm2d(inner)
            self.conv2, self.bn2 = nn.Conv2d(inner, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if hasattr(self, "conv3"):
            y = self.bn3(self.conv3(F.relu(y)))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class Layer(nn.Sequential):
    """A convolution with its bias, perhaps a ReLU, perhaps a batch norm behind it."""

    def __init__(self, inputs, outputs, norm, size=3, active=True):
        convolution = nn.Conv2d(inputs, outputs, size, padding=size // 2, bias=norm != "batch")
        parts = [nn.utils.weight_norm(convolution) if norm == "weight" else convolution]
        super().__init__(*parts, *[nn.ReLU()] * active, *[nn.BatchNorm2d(outputs) for _ in range(norm == "batch")])


class Shuffle(nn.Module):
    def __init__(self, inputs, outputs, norm):
        super().__init__()
        self.conv = Layer(inputs, 4 * outputs, norm, size=1, active=False)

    def forward(self, x):
        return F.pixel_shuffle(F.relu(self.conv(x)), 2)


class Up(nn.Module):
    def __init__(self, inputs, skip, halved, norm):
        super().__init__()
        both = inputs // 2 + skip
        self.outputs = both // 2 if halved else both
        self.shuf, self.bn = Shuffle(inputs, inputs // 2, norm), nn.BatchNorm2d(skip)
        self.conv1, self.conv2 = Layer(both, self.outputs, norm), Layer(self.outputs, self.outputs, norm)

    def forward(self, x, skip):
        x = F.interpolate(self.shuf(x), skip.shape[-2:], mode="nearest")
        return self.conv2(self.conv1(F.relu(torch.cat([x, self.bn(skip)], 1))))


class Cross(nn.Module):
    def __init__(self, channels, inner, norm):
        super().__init__()
        self.layers = nn.ModuleList([Layer(channels, inner, norm), Layer(inner, channels, norm)])

    def forward(self, x):
        return x + self.layers[1](self.layers[0](x))


class UNet(nn.Module):
    def __init__(self, bands, bottleneck=False, norm=None, cross=True, halved_cross=True, classes=CLASSES, width=WIDTH):
        super().__init__()
        widths = [width * (4 if bottleneck else 1) * factor for factor in (1, 2, 4, 8)]
        stages, inputs = [], width
        for number, (outputs, blocks) in enumerate(zip(widths, (3, 4, 6, 3) if bottleneck else (2, 2, 2, 2))):
            stages.append(nn.Sequential(*[
                Residual(inputs if block == 0 else outputs, outputs, 2 if number > 0 and block == 0 else 1, bottleneck) for block in range(blocks)]))
            inputs = outputs
        stem = [nn.Conv2d(bands, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        layers = [nn.Sequential(*stem, *stages), nn.BatchNorm2d(inputs), nn.ReLU(), nn.Sequential(Layer(inputs, 2 * inputs, norm), Layer(2 * inputs, inputs, norm))]
        for number, skip in enumerate([*reversed(widths[:3]), width]):
            layers.append(Up(inputs, skip, number == 3, norm))
            inputs = layers[-1].outputs
        layers.append(Shuffle(inputs, inputs, norm))
        if cross:
            inputs += bands
            layers += [nn.Identity(), Cross(inputs, inputs // 2 if halved_cross else inputs, norm)]
        self.layers = nn.ModuleList([*layers, Layer(inputs, classes, norm, size=1, active=False)])
        self.cross = cross

    def forward(self, image):
        encoder = self.layers[0]
        stem = encoder[2](encoder[1](encoder[0](image)))
        skips = [stem]
        x = encoder[3](stem)
        for stage in encoder[4:7]:
            x = stage(x)
            skips.append(x)
        x = self.layers[3](F.relu(self.layers[1](encoder[7](x))))
        for up, skip in zip(self.layers[4:8], reversed(skips)):
            x = up(x, skip)
        x = self.layers[8](x)
        if self.cross:
            x = self.layers[10](torch.cat([x, image], 1))
        return self.layers[-1](x)


def deeplab(bands):
    """torchvision's own parts around a narrow encoder."""
    encoder = torchvision.models.resnet.ResNet(
        torchvision.models.resnet.Bottleneck, [1, 1, 2, 2], width_per_group=4, replace_stride_with_dilation=[False, True, True])
    encoder.conv1 = nn.Conv2d(bands, 64, 7, 2, 3, bias=False)
    segmentation = torchvision.models.segmentation.deeplabv3
    body = torchvision.models._utils.IntermediateLayerGetter(encoder, {"layer4": "out", "layer3": "aux"})
    return segmentation.DeepLabV3(body, segmentation.DeepLabHead(2048, CLASSES), torchvision.models.segmentation.fcn.FCNHead(1024, CLASSES))


def make(kind, bands):
    torch.manual_seed(5)
    network = deeplab(bands) if kind == "deeplab" else UNet(
        bands, bottleneck=kind == "unet-bottleneck", norm={"unet-batch": "batch", "unet-weight": "weight"}.get(kind), cross=kind != "unet-no-cross",
        halved_cross=kind != "unet-wide-cross")
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, 0, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            nn.init.uniform_(module.weight, 0.7, 1.3)
            nn.init.normal_(module.bias, 0, 0.1)
    return network.eval()


def plain(scores):
    return scores["out"] if isinstance(scores, dict) else scores


def main():
    parser = argparse.ArgumentParser()
    for name in ("kind", "target", "image", "scores"):
        parser.add_argument(name)
    parser.add_argument("--bands", type=int, default=3)
    for name in ("legacy", "parallel", "whole"):
        parser.add_argument(f"--{name}", action="store_true")
    for name in ("without", "with", "narrowed"):
        parser.add_argument(f"--{name}")
    arguments = vars(parser.parse_args())
    network = make(arguments["kind"], arguments["bands"])
    pixels = np.fromfile(arguments["image"], np.uint8)
    side = int(np.sqrt(pixels.size // arguments["bands"]))
    image = torch.from_numpy((pixels.reshape(1, arguments["bands"], side, side).astype(np.float32) / 255 - 0.5) / 0.25)
    with torch.no_grad():
        # no class is far above the others everywhere
        last = [weight for name, weight in network.named_parameters() if name.endswith("bias") and weight.numel() == CLASSES and not name.startswith("aux")][-1]
        last -= plain(network(image)).mean((0, 2, 3))
        scores = plain(network(image))
    scores.numpy().tofile(arguments["scores"])

    weights = network.state_dict()
    if arguments["without"]:
        del weights[arguments["without"]]
    if arguments["with"]:
        weights[arguments["with"]] = torch.zeros(3)
    if arguments["narrowed"]:
        weights[arguments["narrowed"]] = weights[arguments["narrowed"]][:-1].clone()
    if arguments["parallel"]:
        weights = {f"module.{name}": weight for name, weight in weights.items()}
    torch.save(network if arguments["whole"] else {"model": weights, "opt": {}}, arguments["target"], _use_new_zipfile_serialization=not arguments["legacy"])


if __name__ == "__main__":
    main()
