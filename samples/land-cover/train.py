#!/usr/bin/env python3
"""Trains the sample land-cover network and makes land-cover.dlpk of it. One command, no arguments needed:

    samples/scene/fetch-landsat.sh && python3 samples/land-cover/train.py

Needs Debian's python3-torch, python3-rasterio, python3-numpy, python3-onnx and python3-pil. Everything but the package
itself goes to a scratch folder (artifacts/land-cover): the network, training.json with all figures, pictures to look at.
"""

import argparse
import json
import pathlib
import time

import numpy as np
import onnx
import rasterio
import torch
from PIL import Image
from torch import nn

import make_package
from labels import make_labels

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
HELD_OUT = slice(132, 220)   # rows, from the western to the eastern edge: no pixel of them is seen in training
STRIDE = 8
CROP, MARGIN, BATCH = 144, 24, 4
SEED = 7


class UNet(nn.Module):
    """Four levels, so a total stride of 8; only operators whose reach can be read off the graph."""

    WIDTHS = (16, 32, 48, 96)

    def __init__(self, bands, classes):
        super().__init__()
        widths = self.WIDTHS
        self.down = nn.ModuleList(self.block(a, b) for a, b in zip((bands,) + widths, widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.merge = nn.ModuleList(self.block(2 * a, a) for a in widths[:-1])
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(widths[0], classes, 1)

    @staticmethod
    def block(inputs, outputs):
        def layer(a, b):
            return [nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]
        return nn.Sequential(*layer(inputs, outputs), *layer(outputs, outputs))

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.down):
            x = block(self.pool(x) if level else x)
            skips.append(x)
        for level in reversed(range(len(self.up))):
            x = self.merge[level](torch.cat([skips[level], self.up[level](x)], dim=1))
        return self.head(x)


def band_statistics(pixels):
    """The .emd's eight lists from the training pixels [6, n], and what the network is fed: z = ((x - mn)/(mx - mn) - m)/s."""
    low, high = pixels.min(axis=1), pixels.max(axis=1)
    scaled = (pixels - low[:, None]) / (high - low)[:, None]
    values = {
        "band_min_values": low, "band_max_values": high,
        "band_mean_values": pixels.mean(axis=1), "band_std_values": pixels.std(axis=1),
        "scaled_min_values": np.zeros(len(low)), "scaled_max_values": np.ones(len(low)),
        "scaled_mean_values": scaled.mean(axis=1), "scaled_std_values": scaled.std(axis=1),
    }
    return {name: [round(float(v), 6) for v in value] for name, value in values.items()}


def normalise(scene, statistics):
    low, high, mean, std = (np.array(statistics[f"{name}_values"], "float32")[:, None, None]
                            for name in ("band_min", "band_max", "scaled_mean", "scaled_std"))
    return ((scene - low) / (high - low) - mean) / std


class Crops:
    """Random crops from the parts of the scene north and south of the held-out rows, mirrored at their edges."""

    def __init__(self, image, labels, random):
        self.random = random
        parts = [slice(0, HELD_OUT.start), slice(HELD_OUT.stop, None)]
        self.images = [np.pad(image[:, rows], [(0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)], mode="reflect") for rows in parts]
        self.labels = [np.pad(labels[rows], MARGIN, mode="reflect") for rows in parts]

    def one(self):
        part = self.random.integers(len(self.images))
        image, labels = self.images[part], self.labels[part]
        top, left = (self.random.integers(size - CROP + 1) for size in labels.shape)
        image = image[:, top:top + CROP, left:left + CROP]
        labels = labels[top:top + CROP, left:left + CROP]
        turns, flip = self.random.integers(4), self.random.integers(2)
        image, labels = np.rot90(image, turns, (1, 2)), np.rot90(labels, turns)
        return (image[:, :, ::-1], labels[:, ::-1]) if flip else (image, labels)

    def batch(self):
        images, labels = zip(*(self.one() for _ in range(BATCH)))
        return torch.from_numpy(np.stack(images).copy()), torch.from_numpy(np.stack(labels).copy())


def train(network, crops, weights, steps):
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=6e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(weight=weights)
    network.train()
    for step in range(1, steps + 1):
        images, labels = crops.batch()
        loss = loss_of(network(images), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 20 == 0 or step == 1:
            print(f"step {step:4d} of {steps}  loss {loss.item():.4f}", flush=True)


def predict(network, image):
    """Classes of the whole image, mirrored out to the reach of the network and to whole strides, as the service does it."""
    padding = 8 * STRIDE
    height, width = image.shape[1:]
    bottom, right = (padding + -size % STRIDE for size in (height, width))
    padded = np.pad(image, [(0, 0), (padding, bottom), (padding, right)], mode="reflect")
    network.eval()
    with torch.no_grad():
        scores = network(torch.from_numpy(padded[None]))[0]
    return scores[:, padding:padding + height, padding:padding + width].argmax(dim=0).numpy()


def assess(truth, found):
    """Overall accuracy, F1 per class and the confusion matrix (rows: rule-made label, columns: network)."""
    count = len(make_package.CLASSES)
    matrix = np.bincount(truth.ravel() * count + found.ravel(), minlength=count * count).reshape(count, count)
    f1 = 2 * matrix.diagonal() / np.maximum(matrix.sum(axis=0) + matrix.sum(axis=1), 1)
    return {
        "pixels": int(matrix.sum()),
        "overall_accuracy": round(float(matrix.trace() / matrix.sum()), 4),
        "f1": {name: round(float(v), 4) for (name, _), v in zip(make_package.CLASSES, f1)},
        "confusion_matrix": matrix.tolist(),
    }


def reach(network, bands):
    """The receptive field's radius, measured: how far from an output pixel an input pixel still has a gradient."""
    size = 192
    radius = 0
    network.eval()
    for offset in range(STRIDE):       # it differs with the pixel's place within the stride
        centre = size // 2 + offset
        # max-pooling lets a gradient through at one of its inputs only, so several images are looked at
        for _ in range(3):
            image = torch.randn(1, bands, size, size, requires_grad=True)
            network(image)[0, :, centre, centre].sum().backward()
            rows = torch.nonzero(image.grad.abs().sum(dim=(0, 1, 3)) > 0).ravel()
            radius = max(radius, centre - int(rows.min()), int(rows.max()) - centre)
    return radius


def export(network, bands, path):
    network.eval()             # folds every BatchNorm into the convolution before it
    free = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(network, torch.zeros(1, bands, 64, 64), path, opset_version=13,
                      input_names=["input"], output_names=["output"], dynamic_axes={"input": free, "output": free})
    check_graph(path, bands)


def check_graph(path, bands):
    """Nothing of the example's size may be left in the graph: the shapes are inferred for other sizes and compared."""
    classes = len(make_package.CLASSES)
    operators = {node.op_type for node in onnx.load(path).graph.node}
    assert operators == {"Conv", "Relu", "MaxPool", "ConvTranspose", "Concat"}, operators
    for batch, height, width in [(1, 64, 64), (4, 256, 256), (3, 8, 24), (2, 480, 368), (7, 1024, 16)]:
        model = onnx.load(path)
        for dimension, size in zip(model.graph.input[0].type.tensor_type.shape.dim, (batch, bands, height, width)):
            dimension.dim_value = size
        for dimension in model.graph.output[0].type.tensor_type.shape.dim:
            dimension.Clear()
        onnx.checker.check_model(model)
        inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True).graph.output[0]
        shape = [d.dim_value for d in inferred.type.tensor_type.shape.dim]
        assert inferred.name == "output" and shape == [batch, classes, height, width], shape


def picture(path, labels):
    Image.fromarray(np.array([color for _, color in make_package.CLASSES], "uint8")[labels]).save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scene", type=pathlib.Path, default=REPOSITORY / "artifacts/samples/L7_ETMs.tif")
    parser.add_argument("--scratch", type=pathlib.Path, default=REPOSITORY / "artifacts/land-cover")
    parser.add_argument("--steps", type=int, default=500)
    options = parser.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)

    # The same weights every time: fixed seeds, fixed thread count (it sets the order of sums), no racing kernels.
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)

    with rasterio.open(options.scene) as dataset:
        scene = dataset.read().astype("float32")
    labels = make_labels(scene)
    seen = np.ones(labels.shape, bool)
    seen[HELD_OUT] = False
    statistics = band_statistics(scene[:, seen].astype("float64"))
    image = normalise(scene, statistics).astype("float32")

    # Rare classes count for more, but not so much more that they spill over their edges.
    share = np.bincount(labels[seen], minlength=len(make_package.CLASSES)) / seen.sum()
    weights = torch.tensor(share ** -0.25, dtype=torch.float32)

    network = UNet(len(scene), len(make_package.CLASSES))
    started = time.monotonic()
    train(network, Crops(image, labels, np.random.default_rng(SEED)), weights, options.steps)
    seconds = time.monotonic() - started

    found = predict(network, image)
    report = {
        "weights": sum(p.numel() for p in network.parameters()),
        "stride": STRIDE,
        "receptive_field_radius_measured": reach(network, len(scene)),
        "statistics": statistics,
        "training_share": {name: round(float(v), 4) for (name, _), v in zip(make_package.CLASSES, share)},
        "training": assess(labels[seen], found[seen]),
        "held_out": assess(labels[HELD_OUT], found[HELD_OUT]),
    }
    export(network, len(scene), str(options.scratch / make_package.ONNX))
    (options.scratch / "training.json").write_text(json.dumps(report, indent=2) + "\n")
    picture(options.scratch / "labels.png", labels)
    picture(options.scratch / "classified.png", found)
    print(json.dumps({k: v for k, v in report.items() if k != "statistics"}, indent=2))
    print(f"trained in {seconds:.0f} s")

    make_package.pack(options.scratch)
    make_package.check()


if __name__ == "__main__":
    main()
