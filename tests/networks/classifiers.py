#!/usr/bin/env python3
"""Trains a classifier over pixels by scikit-learn and writes it as an ONNX network [N, bands], in the layouts that skl2onnx writes.

    classifiers.py KIND TARGET.onnx

KIND is forest, forest-text, boosting, boosting-binary, logistic, svm or scores. Needs python3-sklearn and python3-onnx (tests/install-tools.sh).
"""
import sys

import numpy as np
from onnx import TensorProto, ValueInfoProto, helper
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

BANDS = 6
LABELS = [11, 41, 95]
TEXTS = ["Open Water", "Deciduous Forest", "Wetlands"]
ML = "ai.onnx.ml"


def samples(count, classes):
    """Bytes whose class is a wavy function of the bands, so that trees grow deep."""
    random = np.random.RandomState(7)
    x = random.randint(0, 256, (count, BANDS)).astype(np.float32)
    score = np.sin(x[:, 0] / 40) + np.cos(x[:, 1] / 25) * x[:, 2] / 128 + (x[:, 3] - x[:, 4]) / 100 + random.normal(0, 0.3, count)
    return x, np.digitize(score, np.quantile(score, np.arange(1, classes) / classes))


class Trees:
    """The lists of a TreeEnsembleClassifier."""

    def __init__(self):
        self.lists = {
            name: [] for name in (
                "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_hitrates", "nodes_modes", "nodes_truenodeids",
                "nodes_falsenodeids", "nodes_missing_value_tracks_true", "class_treeids", "class_nodeids", "class_ids", "class_weights")}
        self.count = 0

    def add(self, tree, weights):
        """Adds a tree; weights gives (class, weight) pairs of a leaf."""
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            row = (
                self.count, node, 0 if leaf else int(tree.feature[node]), 0.0 if leaf else float(np.float32(tree.threshold[node])), 1.0,
                "LEAF" if leaf else "BRANCH_LEQ", 0 if leaf else int(tree.children_left[node]), 0 if leaf else int(tree.children_right[node]), 0)
            for name, value in zip(self.lists, row):
                self.lists[name].append(value)
            for label, weight in weights(node) if leaf else ():
                for name, value in zip(("class_treeids", "class_nodeids", "class_ids", "class_weights"), (self.count, node, label, float(weight))):
                    self.lists[name].append(value)
        self.count += 1


def forest_node(model, **labels):
    """The node of a trained forest; labels is classlabels_int64s or classlabels_strings."""
    trees = Trees()
    for estimator in model.estimators_:
        tree = estimator.tree_
        trees.add(tree, lambda node: enumerate(tree.value[node][0] / tree.value[node][0].sum() / len(model.estimators_)))
    return helper.make_node("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], "forest", domain=ML, post_transform="NONE", **labels, **trees.lists)


def forest(texts):
    x, y = samples(6000, 3)
    model = RandomForestClassifier(n_estimators=100, max_depth=12, random_state=1).fit(x, y)
    return [forest_node(model, **({"classlabels_strings": TEXTS} if texts else {"classlabels_int64s": LABELS}))]


def boosting(classes):
    x, y = samples(3000, classes)
    model = GradientBoostingClassifier(n_estimators=30, max_depth=4, random_state=1).fit(x, y)
    trees, columns = Trees(), model.estimators_.shape[1]
    for stage in model.estimators_:
        for label, estimator in enumerate(stage):
            tree = estimator.tree_
            trees.add(tree, lambda node: [(label, tree.value[node][0][0] * model.learning_rate)])
    base = [0.0] * columns
    return [helper.make_node(
        "TreeEnsembleClassifier", ["X"], ["label", "probabilities"], "boosting", domain=ML, classlabels_int64s=LABELS[:classes],
        post_transform="SOFTMAX" if columns > 1 else "LOGISTIC", base_values=base, **trees.lists)]


def logistic():
    x, y = samples(3000, 3)
    model = LogisticRegression(max_iter=2000).fit(x, y)
    return [
        helper.make_node(
            "LinearClassifier", ["X"], ["label", "raw"], "linear", domain=ML, classlabels_ints=LABELS, coefficients=model.coef_.ravel().tolist(),
            intercepts=model.intercept_.tolist(), multi_class=1, post_transform="SOFTMAX"),
        helper.make_node("Normalizer", ["raw"], ["probabilities"], "normalizer", domain=ML, norm="L1"),
    ]


def svm():
    x, y = samples(800, 3)
    model = SVC(gamma=1e-4, probability=True, random_state=1).fit(x, y)
    return [helper.make_node(
        "SVMClassifier", ["X"], ["label", "probabilities"], "svm", domain=ML, classlabels_ints=LABELS, kernel_type="RBF",
        kernel_params=[float(model._gamma), 0.0, 3.0], coefficients=model.dual_coef_.ravel().tolist(), support_vectors=model.support_vectors_.ravel().tolist(),
        vectors_per_class=model.n_support_.tolist(), rho=model.intercept_.tolist(), prob_a=model._probA.tolist(), prob_b=model._probB.tolist(),
        post_transform="NONE")]


def classifier_model(nodes, name, bands, labels):
    """A network [N, bands] of nodes that give label and probabilities, with the outputs of skl2onnx: the label, and a list of maps."""
    text = isinstance(labels[0], str)
    type_ = TensorProto.STRING if text else TensorProto.INT64
    maps = ValueInfoProto(name="output_probability")
    maps.type.sequence_type.elem_type.map_type.key_type = type_
    maps.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = TensorProto.FLOAT
    return model_of(
        [*nodes, helper.make_node("Identity", ["label"], ["output_label"]) if text else helper.make_node("Cast", ["label"], ["output_label"], to=type_),
         helper.make_node("ZipMap", ["probabilities"], ["output_probability"], "ZipMap", domain=ML, **{"classlabels_strings" if text else "classlabels_int64s": labels})],
        name, bands, [helper.make_tensor_value_info("output_label", type_, [None]), maps])


def model_of(nodes, name, bands, outputs):
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, bands])], outputs)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid(ML, 1)], ir_version=8, producer_name="classifiers.py")


def write(kind, target):
    nodes = {
        "forest": lambda: forest(False), "forest-text": lambda: forest(True), "scores": lambda: forest(False), "boosting": lambda: boosting(3),
        "boosting-binary": lambda: boosting(2), "logistic": logistic, "svm": svm}[kind]()
    if kind == "scores":
        model = model_of(nodes, kind, BANDS, [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, len(LABELS)])])
    else:
        model = classifier_model(nodes, kind, BANDS, TEXTS if kind == "forest-text" else LABELS[:2] if kind == "boosting-binary" else LABELS)
    with open(target, "wb") as file:
        file.write(model.SerializeToString())


if __name__ == "__main__":
    write(*sys.argv[1:])
