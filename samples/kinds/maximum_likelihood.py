#!/usr/bin/env python3
"""Writes maximum-likelihood.ecd: a classifier definition as ArcGIS's Train Maximum Likelihood Classifier saves it, from the means and covariances of the classes."""
import json

import numpy as np

from scene import BANDS, CLASSES, Scene, write


def main():
    scene = Scene()
    pixels, labels = scene.rows()
    classes, scores = [], []
    everywhere = scene.pixels.reshape(BANDS, -1).T.astype("float64")
    for value, (name, (red, green, blue)) in enumerate(CLASSES):
        own = pixels[labels == value].astype("float64")
        means, covariances = own.mean(axis=0).round(6), np.cov(own, rowvar=False).round(6)
        classes.append({
            "ClassValue": value, "ClassName": name, "Red": red, "Green": green, "Blue": blue, "Count": len(own),
            "Means": means.tolist(), "Covariances": covariances.tolist()})
        offset = everywhere - means
        scores.append(-np.linalg.slogdet(covariances)[1] - np.einsum("ni,ij,nj->n", offset, np.linalg.inv(covariances), offset))
    definition = {"Classifier": "MaximumLikelihood", "NumberBands": BANDS, "RasterIsSegmented": False, "Classes": classes}
    write("maximum-likelihood.ecd", (json.dumps({"Definitions": [definition]}, indent=1) + "\n").encode())
    scene.report("maximum likelihood", np.argmax(scores, axis=0).reshape(scene.labels.shape))


main()
