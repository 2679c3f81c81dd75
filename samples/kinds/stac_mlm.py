#!/usr/bin/env python3
"""Trains a network over single pixels by torch and packs it as stac-mlm.zip: an ONNX file and, in place of an .emd, a STAC item with the fields of the Machine Learning Model extension."""
import numpy as np
import torch
from torch import nn

from scene import BANDS, CLASSES, Scene, export, fix_seeds, train, write_archive


def item(scaling):
    kinds = ["semantic-segmentation"]
    return {
        "type": "Feature", "stac_version": "1.1.0", "id": "landsat-7-land-cover", "geometry": None, "links": [],
        "stac_extensions": [
            "https://stac-extensions.github.io/mlm/v1.5.0/schema.json", "https://stac-extensions.github.io/classification/v2.0.0/schema.json"],
        "properties": {
            "datetime": "2026-11-28T00:00:00Z", "mlm:name": "Landsat 7 land cover, STAC MLM (sample)", "mlm:architecture": "MLP", "mlm:framework": "PyTorch", "mlm:tasks": kinds,
            "mlm:input": [{
                "name": "input", "bands": [], "resize_type": None, "value_scaling": scaling,
                "input": {"shape": [-1, BANDS, -1, -1], "dim_order": ["batch", "channel", "height", "width"], "data_type": "float32"}}],
            "mlm:output": [{
                "name": "output", "tasks": kinds,
                "result": {"shape": [-1, len(CLASSES), -1, -1], "dim_order": ["batch", "class", "height", "width"], "data_type": "float32"},
                "classification:classes": [
                    {"value": k, "name": name.lower().replace(" ", "-").replace("/", "-"), "title": name, "color_hint": "%02X%02X%02X" % color}
                    for k, (name, color) in enumerate(CLASSES)]}]},
        "assets": {"network": {"href": "./network.onnx", "type": "application/octet-stream; framework=onnx", "roles": ["mlm:model"], "mlm:artifact_type": "ONNX"}}}


def main():
    fix_seeds()
    scene = Scene()
    scaling = [{"type": "z-score", "mean": round(mean, 3), "stddev": round(std, 3)}
               for mean, std in zip(scene.statistics["band_mean_values"], scene.statistics["band_std_values"])]
    mean, std = (np.array([band[name] for band in scaling], "float32")[:, None, None] for name in ("mean", "stddev"))
    image = (scene.pixels - mean) / std
    network = train(nn.Sequential(
        nn.Conv2d(BANDS, 32, 1), nn.ReLU(), nn.Conv2d(32, 32, 1), nn.ReLU(), nn.Conv2d(32, len(CLASSES), 1)), image, scene.labels, steps=300)
    write_archive("stac-mlm.zip", [("item.json", item(scaling)), ("network.onnx", export(network).SerializeToString())])
    with torch.no_grad():
        scene.report("STAC MLM", network(torch.from_numpy(image[None]))[0].argmax(0).numpy())


main()
