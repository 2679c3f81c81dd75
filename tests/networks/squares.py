#!/usr/bin/env python3
"""Writes a detector that finds bright squares exactly, in the layouts of detectors: what it says of a square depends on its pixels and those around them alone.

    squares.py LAYOUT TARGET.onnx

LAYOUT is a value of DetectorLayout, or Forgetful: as YoloV8, but blind in the right half of tiles of 256 pixels. The input is [N, 1, H, W] (N is 1 where the layout has no axis for images); squares are brighter than 100, have sides of 1 to 63 pixels and do not touch.
The score is 0.5 + side / 200, so the larger one is surer; class 0 is a side of less than 30 pixels, class 1 is larger. Needs python3-onnx (tests/install-tools.sh).
"""
import math
import sys

import numpy as np
from onnx import TensorProto, helper, save

LARGEST = 64
BRIGHT = 100
LARGE = 30
MOST = 300
BLIND_FROM = 128


class Graph:
    """Nodes and constants, and names for what comes out of them."""

    def __init__(self):
        self.nodes, self.constants, self.outputs, self.count = [], [], [], 0

    def constant(self, values, kind=TensorProto.FLOAT):
        name, values = self.name(), np.asarray(values)
        self.constants.append(helper.make_tensor(name, kind, values.shape, values.flatten().tolist()))
        return name

    def integers(self, *values):
        return self.constant(np.array(values, np.int64), TensorProto.INT64)

    def name(self):
        self.count += 1
        return f"t{self.count}"

    def add(self, operator, *inputs, outputs=1, **attributes):
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(operator, [i if isinstance(i, str) else self.constant(i) for i in inputs], names, **attributes))
        return names[0] if outputs == 1 else names

    def give(self, name, value, shape, kind=TensorProto.FLOAT):
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))


def shifted(graph, padded, axis, by):
    """What lies so many pixels behind each, of an image that has LARGEST pixels more behind its edge."""
    return graph.add("Slice", padded, graph.integers(by), graph.integers(by - LARGEST), graph.integers(axis))


def run(graph, bright, axis):
    """For each pixel, how many bright ones follow from it on."""
    pads = [0] * 8
    pads[4 + axis] = LARGEST
    padded = graph.add("Pad", bright, graph.integers(*pads))
    length = alive = bright
    for by in range(1, LARGEST):
        alive = graph.add("Mul", alive, shifted(graph, padded, axis, by))
        length = graph.add("Add", length, alive)
    return length


def before(graph, bright, axis):
    """Whether the pixel before each is bright."""
    pads = [0] * 8
    pads[axis] = 1
    padded = graph.add("Pad", bright, graph.integers(*pads))
    return graph.add("Slice", padded, graph.integers(0), graph.integers(-1), graph.integers(axis))


def squares(graph):
    """Centre, size, whether a square begins there, its score, and whether it is large: [N, 1, H, W] each."""
    bright = graph.add("Cast", graph.add("Greater", "image", float(BRIGHT)), to=TensorProto.FLOAT)
    corner = graph.add("Mul", bright, graph.add("Mul", graph.add("Sub", 1.0, before(graph, bright, 2)), graph.add("Sub", 1.0, before(graph, bright, 3))))
    width, height = run(graph, bright, 3), run(graph, bright, 2)
    ones = graph.add("Add", graph.add("Mul", bright, 0.0), 1.0)
    column, row = (graph.add("Sub", graph.add("CumSum", ones, graph.integers(axis)), 1.0) for axis in (3, 2))
    x, y = graph.add("Add", column, graph.add("Mul", width, 0.5)), graph.add("Add", row, graph.add("Mul", height, 0.5))
    score = graph.add("Mul", corner, graph.add("Add", graph.add("Mul", width, 1 / 200), 0.5))
    large = graph.add("Cast", graph.add("Greater", width, LARGE - 0.5), to=TensorProto.FLOAT)
    return bright, corner, x, y, width, height, score, large


def per_class(graph, value, large):
    return [graph.add("Mul", value, graph.add("Sub", 1.0, large)), graph.add("Mul", value, large)]


def rows(graph, planes):
    """Planes [N, 1, H, W] as [N, features, candidates]."""
    return graph.add("Reshape", graph.add("Concat", *planes, axis=1), graph.integers(0, len(planes), -1))


def surest(graph, score, planes):
    """Features of the MOST candidates of the best scores: [1, features, MOST]."""
    _, places = graph.add("TopK", graph.add("Reshape", score, graph.integers(-1)), graph.integers(MOST), outputs=2)
    return graph.add("Gather", rows(graph, planes), places, axis=2)


def column_of(graph, features, number):
    return graph.add("Slice", features, graph.integers(number), graph.integers(number + 1), graph.integers(1))


def build(layout):
    graph = Graph()
    bright, corner, x, y, width, height, score, large = squares(graph)
    batch = "n"
    if layout == "YoloV5":
        whole = graph.add("Add", graph.add("Mul", width, 1 / 200), 0.5)
        graph.give("output", graph.add("Transpose", rows(graph, [x, y, width, height, corner, *per_class(graph, whole, large)]), perm=[0, 2, 1]), ["n", "c", 7])
    elif layout == "YoloV8":
        graph.give("output0", rows(graph, [x, y, width, height, *per_class(graph, score, large)]), ["n", 6, "c"])
    elif layout == "Forgetful":
        seen = graph.add("Mul", score, graph.add("Cast", graph.add("Less", x, float(BLIND_FROM)), to=TensorProto.FLOAT))
        graph.give("output0", rows(graph, [x, y, width, height, *per_class(graph, seen, large)]), ["n", 6, "c"])
    elif layout == "YoloOriented":
        angle = graph.add("Add", graph.add("Mul", bright, 0.0), math.pi / 2)
        graph.give("output0", rows(graph, [x, y, width, height, *per_class(graph, score, large), angle]), ["n", 7, "c"])
    elif layout == "YoloSegment":
        weight = graph.add("Add", graph.add("Mul", bright, 0.0), 1.0)
        graph.give("output0", rows(graph, [x, y, width, height, *per_class(graph, score, large), weight]), ["n", 7, "c"])
        graph.give("output1", graph.add("Sub", graph.add("Mul", bright, 20.0), 10.0), ["n", 1, "h", "w"])
    else:
        batch = 1
        half_width, half_height = graph.add("Mul", width, 0.5), graph.add("Mul", height, 0.5)
        corners = [graph.add("Sub", x, half_width), graph.add("Sub", y, half_height), graph.add("Add", x, half_width), graph.add("Add", y, half_height)]
        if layout == "EndToEnd":
            graph.give("output0", graph.add("Transpose", surest(graph, score, [*corners, score, large]), perm=[0, 2, 1]), [1, MOST, 6])
        elif layout == "TorchVision":
            places = graph.add("Squeeze", graph.add("NonZero", graph.add("Reshape", corner, graph.integers(-1))), graph.integers(0))
            found = graph.add("Gather", graph.add("Squeeze", rows(graph, [*corners, score, large]), graph.integers(0)), places, axis=1)
            graph.give("boxes", graph.add("Transpose", graph.add("Slice", found, graph.integers(0), graph.integers(4), graph.integers(0)), perm=[1, 0]), ["k", 4])
            graph.give("scores", graph.add("Squeeze", graph.add("Slice", found, graph.integers(4), graph.integers(5), graph.integers(0)), graph.integers(0)), ["k"])
            label = graph.add("Squeeze", graph.add("Slice", found, graph.integers(5), graph.integers(6), graph.integers(0)), graph.integers(0))
            graph.give("labels", graph.add("Cast", graph.add("Add", label, 1.0), to=TensorProto.INT64), ["k"], TensorProto.INT64)
        elif layout in ("Detr", "RtDetr"):
            shape = graph.add("Cast", graph.add("Shape", "image"), to=TensorProto.FLOAT)
            rows_of, columns_of = (graph.add("Slice", shape, graph.integers(axis), graph.integers(axis + 1)) for axis in (2, 3))
            parts = [graph.add("Div", value, side) for value, side in ((x, columns_of), (y, rows_of), (width, columns_of), (height, rows_of))]
            features = surest(graph, score, [*parts, *per_class(graph, score, large)])
            graph.give("boxes", graph.add("Transpose", graph.add("Slice", features, graph.integers(0), graph.integers(4), graph.integers(1)), perm=[0, 2, 1]), [1, MOST, 4])
            scores = graph.add("Clip", graph.add("Slice", features, graph.integers(4), graph.integers(6), graph.integers(1)), 1e-9, 1 - 1e-7)
            logits = graph.add("Log", graph.add("Div", scores, graph.add("Sub", 1.0, scores)))
            if layout == "Detr":
                logits = graph.add("Concat", logits, graph.add("Mul", column_of(graph, logits, 0), 0.0), axis=1)
            graph.give("logits", graph.add("Transpose", logits, perm=[0, 2, 1]), [1, MOST, 3 if layout == "Detr" else 2])
        else:
            raise SystemExit(f"no layout {layout}")
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [batch, 1, "h", "w"])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "squares", [image], graph.outputs, graph.constants), opset_imports=[helper.make_opsetid("", 13)], producer_name="squares")
    model.ir_version = 7
    return model


save(build(sys.argv[1]), sys.argv[2])
