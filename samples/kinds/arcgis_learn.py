#!/usr/bin/env python3
"""Trains a narrow U-Net and packs it as arcgis-learn.dlpk: weights and .emd as arcgis.learn's UnetClassifier saves them, and no graph.

arcgis.learn and fastai are not needed: tests/networks/checkpoints.py has a network whose weights are named and arranged as theirs (fastai's DynamicUnet over a ResNet-18), with fewer channels.
"""
import io

import numpy as np
import torch

from scene import BANDS, CLASSES, Scene, class_list, fix_seeds, land_cover, train, write_archive
from checkpoints import UNet

SIDE = 384  # the scene, mirrored to a multiple of the stride


def main():
    fix_seeds()
    scene = Scene()
    image = land_cover.normalise(scene.pixels, scene.statistics).astype("float32")
    # the first channel is the background, which nothing is labelled
    network = train(UNet(BANDS, classes=len(CLASSES) + 1, width=4), image, scene.labels + 1, steps=400)
    buffer = io.BytesIO()
    torch.save({"model": network.state_dict(), "opt": {}}, buffer)
    write_archive("arcgis-learn.dlpk", [
        ("land-cover.emd", {
            "Framework": "arcgis.learn.models._inferencing", "ModelConfiguration": "_unet", "ModelType": "ImageClassification", "ModelName": "UnetClassifier",
            "ModelParameters": {"backbone": "resnet18", "backend": "pytorch"}, "ModelFile": "land-cover.pth", "InferenceFunction": "ArcGISImageClassifier.py",
            "ImageHeight": 256, "ImageWidth": 256, "BatchSize": 4, "SupportsVariableTileSize": True, "ExtractBands": list(range(BANDS)),
            "IsMultispectral": True, "NormalizationStats": scene.statistics, "Classes": class_list(first=1)}),
        ("land-cover.pth", buffer.getvalue())])
    rows, columns = scene.labels.shape
    padded = np.pad(image, [(0, 0), (0, SIDE - rows), (0, SIDE - columns)], mode="reflect")
    with torch.no_grad():
        scene.report("arcgis.learn", network(torch.from_numpy(padded[None]))[0, 1:, :rows, :columns].argmax(0).numpy())


main()
