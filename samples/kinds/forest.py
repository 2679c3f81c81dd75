#!/usr/bin/env python3
"""Trains a random forest over the six bands of a pixel by scikit-learn and packs it as forest.dlpk: a network [N, 6] in the layout that skl2onnx writes.

With skl2onnx at hand the network is skl2onnx.to_onnx(model, numpy.zeros((1, 6), numpy.float32)); Debian has none, so tests/networks/classifiers.py has the layout.
"""
import numpy as np
from sklearn.ensemble import RandomForestClassifier

from scene import BANDS, CLASSES, Scene, class_list, write_archive
from classifiers import classifier_model, forest_node


def main():
    scene = Scene()
    pixels, labels = scene.rows()
    forest = RandomForestClassifier(n_estimators=20, max_depth=8, min_samples_leaf=8, random_state=7).fit(pixels, labels)
    values = list(range(len(CLASSES)))
    network = classifier_model([forest_node(forest, classlabels_int64s=values)], "forest", BANDS, values)
    write_archive("forest.dlpk", [
        ("forest.emd", {
            "Framework": "ONNX", "ModelType": "ImageClassification", "ModelName": "Landsat 7 land cover, random forest (sample)", "ModelFile": "forest.onnx",
            "ExtractBands": list(range(BANDS)), "Classes": class_list()}),
        ("forest.onnx", network.SerializeToString())])
    scene.report("forest", forest.predict(scene.pixels.reshape(BANDS, -1).T).reshape(scene.labels.shape))


main()
