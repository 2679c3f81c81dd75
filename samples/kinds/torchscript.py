#!/usr/bin/env python3
"""Trains a small network by torch and packs it as torchscript.dlpk: a module of torch.jit.script that normalises its bands itself, and an .emd."""
import io

import torch
from torch import nn

from scene import BANDS, CLASSES, Scene, class_list, fix_seeds, train, write_archive


class Dilated(nn.Module):
    """Convolutions with growing gaps: no pooling, so a stride of 1."""

    def __init__(self, statistics, width=24):
        super().__init__()
        low, high, mean, std = (torch.tensor(statistics[f"{name}_values"]) for name in ("band_min", "band_max", "scaled_mean", "scaled_std"))
        self.register_buffer("offset", (low + mean * (high - low)).view(1, -1, 1, 1))
        self.register_buffer("scale", (1 / (std * (high - low))).view(1, -1, 1, 1))
        self.first = self.layer(BANDS, width, 1)
        self.layers = nn.ModuleList(self.layer(width, width, gap) for gap in (1, 2, 4, 2))
        self.head = nn.Conv2d(width, len(CLASSES), 1)

    @staticmethod
    def layer(inputs: int, outputs: int, gap: int):
        return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=gap, dilation=gap, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())

    def forward(self, bands: torch.Tensor) -> torch.Tensor:
        x = self.first((bands - self.offset) * self.scale)
        for layer in self.layers:
            x = x + layer(x)
        return self.head(x)


def main():
    fix_seeds()
    scene = Scene()
    network = train(Dilated(scene.statistics), scene.pixels, scene.labels, steps=200)
    module, buffer = torch.jit.script(network), io.BytesIO()
    torch.jit.save(module, buffer)
    write_archive("torchscript.dlpk", [
        ("land-cover.emd", {
            "Framework": "PyTorch", "ModelType": "ImageClassification", "ModelName": "Landsat 7 land cover, TorchScript (sample)", "ModelFile": "land-cover.pt",
            "ImageHeight": 256, "ImageWidth": 256, "BatchSize": 4, "ExtractBands": list(range(BANDS)), "Classes": class_list()}),
        ("land-cover.pt", buffer.getvalue())])
    with torch.no_grad():
        scene.report("TorchScript", module(torch.from_numpy(scene.pixels[None]))[0].argmax(0).numpy())


main()
