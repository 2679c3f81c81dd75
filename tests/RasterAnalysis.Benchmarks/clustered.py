#!/usr/bin/env python3
"""Trains a U-Net of more than 0.3 million weights on labels made by clustering the bands of a raster, and writes it as an ONNX file.

    clustered.py RASTER NETWORK.onnx [--steps N] [--classes N]

The labels are the six clusters (k-means) of the raster's bands, smoothed by a mean over 5 × 5 pixels; the network sees the bands as they are. Needs gdal_translate, numpy and torch.
"""
import argparse
import os
import subprocess
import tempfile

import numpy
import torch
from torch import nn
from torch.nn import functional

TYPES = {1: numpy.uint8, 2: numpy.int16, 4: numpy.float32, 12: numpy.uint16}


def read(path):
    """Bands × rows × columns, as float32."""
    with tempfile.TemporaryDirectory() as folder:
        raw = os.path.join(folder, "raster.dat")
        subprocess.run(["gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BSQ", path, raw], check=True)
        with open(os.path.join(folder, "raster.hdr"), encoding="ascii") as file:
            header = dict(line.split("=", 1) for line in file if "=" in line)
        header = {key.strip(): value.strip() for key, value in header.items()}
        shape = int(header["bands"]), int(header["lines"]), int(header["samples"])
        return numpy.fromfile(raw, TYPES[int(header["data type"])]).reshape(shape).astype(numpy.float32)


def clusters(values, count, generator):
    """The number of the nearest of some means, for each pixel of values [1, bands, rows, columns]."""
    smooth = functional.avg_pool2d(values, 5, 1, 2, count_include_pad=False)[0]
    pixels = smooth.flatten(1).T
    sample = pixels[torch.randperm(len(pixels), generator=generator)[:20000]]
    means = sample[torch.randperm(len(sample), generator=generator)[:count]].clone()
    for _ in range(30):
        nearest = torch.cdist(sample, means).argmin(1)
        for number in range(count):
            if (nearest == number).any():
                means[number] = sample[nearest == number].mean(0)
    return torch.cat([torch.cdist(part, means).argmin(1) for part in pixels.split(1 << 16)]).reshape(smooth.shape[1:])


class Double(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(
            nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, mean, deviation, classes, width=28):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.one, self.two, self.three = Double(len(mean.flatten()), width), Double(width, 2 * width), Double(2 * width, 4 * width)
        self.up_two, self.up_one = nn.ConvTranspose2d(4 * width, 2 * width, 2, 2), nn.ConvTranspose2d(2 * width, width, 2, 2)
        self.back_two, self.back_one = Double(4 * width, 2 * width), Double(2 * width, width)
        self.last = nn.Conv2d(width, classes, 1)

    def forward(self, image):
        one = self.one((image - self.mean) / self.deviation)
        two = self.two(functional.max_pool2d(one, 2))
        three = self.three(functional.max_pool2d(two, 2))
        two = self.back_two(torch.cat([self.up_two(three), two], 1))
        return self.last(self.back_one(torch.cat([self.up_one(two), one], 1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raster")
    parser.add_argument("network")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--classes", type=int, default=6)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(1)
    image = torch.from_numpy(read(arguments.raster))[None]
    mean, deviation = image.mean((0, 2, 3), keepdim=True), image.std((0, 2, 3), keepdim=True) + 1e-3
    labels = clusters((image - mean) / deviation, arguments.classes, generator)
    network = UNet(mean, deviation, arguments.classes)
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, arguments.steps)
    side, (rows, columns) = 128, labels.shape
    for step in range(arguments.steps):
        places = [(int(torch.randint(rows - side, (1,), generator=generator)), int(torch.randint(columns - side, (1,), generator=generator))) for _ in range(6)]
        crops = torch.stack([image[0, :, row:row + side, column:column + side] for row, column in places])
        wanted = torch.stack([labels[row:row + side, column:column + side] for row, column in places])
        loss = functional.cross_entropy(network(crops), wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 49:
            print(f"step {step + 1}: loss {loss.item():.4f}", flush=True)
    network.eval()
    with torch.no_grad():
        right = (network(image[:, :, :rows // 4 * 4, :columns // 4 * 4]).argmax(1)[0] == labels[:rows // 4 * 4, :columns // 4 * 4]).float().mean()
    print(f"{sum(weights.numel() for weights in network.parameters())} weights, {right:.1%} of the labels")
    axes = {0: "n", 2: "rows", 3: "columns"}
    torch.onnx.export(network, image[:, :, :64, :64], arguments.network, opset_version=13, input_names=["image"], output_names=["scores"], dynamic_axes={"image": axes, "scores": axes})


if __name__ == "__main__":
    main()
