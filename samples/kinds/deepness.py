#!/usr/bin/env python3
"""Trains a small network by torch and writes deepness.onnx: no package at all, for its metadata, as the QGIS plugin Deepness reads them, name the classes and the normalisation."""
import json

import torch
from torch import nn

from scene import BANDS, CLASSES, Scene, export, fix_seeds, train, write


def main():
    fix_seeds()
    scene = Scene()
    # Deepness divides bytes by 255 and standardises then; the files say it for each band
    mean, std = (torch.tensor(scene.statistics[f"band_{name}_values"]) / 255 for name in ("mean", "std"))
    mean, std = ([round(float(value), 4) for value in values] for values in (mean, std))
    shape = (BANDS, 1, 1)
    image = (scene.pixels / 255 - torch.tensor(mean).view(shape).numpy()) / torch.tensor(std).view(shape).numpy()
    network = train(nn.Sequential(
        nn.Conv2d(BANDS, 24, 3, padding=1), nn.ReLU(), nn.Conv2d(24, 24, 3, padding=1), nn.ReLU(), nn.Conv2d(24, 24, 3, padding=1), nn.ReLU(),
        nn.Conv2d(24, len(CLASSES), 1)), image, scene.labels, steps=300)
    model = export(network)
    for key, value in {
            "model_type": "Segmentor", "class_names": {str(k): name for k, (name, _) in enumerate(CLASSES)}, "resolution": 2850, "tile_size": 256, "tiles_overlap": 10,
            "standardization_mean": mean, "standardization_std": std}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, json.dumps(value)
    write("deepness.onnx", model.SerializeToString())
    with torch.no_grad():
        scene.report("Deepness", network(torch.from_numpy(image[None]))[0].argmax(0).numpy())


main()
