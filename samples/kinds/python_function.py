#!/usr/bin/env python3
"""Writes python-function.dlpk: a package that runs by a Python raster function of its own (MovingMeans.py), with the class means that it compares with."""
import numpy as np

from MovingMeans import moving_means
from scene import BANDS, CLASSES, HERE, Scene, class_list, write_archive

WINDOW = 5


def main():
    scene = Scene()
    half = WINDOW // 2
    around = ((0, 0), (half, half), (half, half))
    windows = moving_means(np.pad(scene.pixels.astype("i8"), around), np.pad(np.ones_like(scene.pixels, "i8"), around), WINDOW)
    deviations = windows.std(axis=(1, 2)).round(6)
    means = np.array([windows[:, scene.seen & (scene.labels == value)].mean(axis=1) for value in range(len(CLASSES))]).round(6)
    definition = {
        "Framework": "Custom", "ModelType": "ImageClassification", "ModelName": "Moving means", "Description": "Land cover by the nearest class mean of a moving window.",
        "InferenceFunction": "MovingMeans.py", "ModelFile": "means.json", "ImageHeight": 256, "ImageWidth": 256, "ExtractBands": list(range(BANDS)), "Classes": class_list()}
    write_archive("python-function.dlpk", [
        ("moving-means.emd", definition), ("means.json", {"means": means.tolist(), "deviations": deviations.tolist()}), ("MovingMeans.py", (HERE / "MovingMeans.py").read_bytes())])
    distances = [(((windows - own[:, None, None]) / deviations[:, None, None]) ** 2).sum(axis=0) for own in means]
    scene.report("moving means", np.argmin(distances, axis=0))


main()
