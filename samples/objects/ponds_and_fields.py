#!/usr/bin/env python3
"""Trains the sample detector and makes ponds-and-fields.dlpk of it. One command, no arguments needed:

    samples/scene/fetch-landsat.sh && python3 samples/objects/ponds_and_fields.py

Needs Debian's python3-torch, python3-rasterio, python3-numpy, python3-scipy and python3-onnx. Everything but the package goes to
artifacts/objects: training.json with all figures.
"""
import argparse
import io
import json
import pathlib
import sys
import time
import zipfile

import numpy as np
import onnx
import rasterio
import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.append(str(HERE.parent / "land-cover"))

import make_package  # noqa: E402
import train as land_cover  # noqa: E402
from labels import make_labels  # noqa: E402
from scenes import CLASSES, Scenes  # noqa: E402

PACKAGE = HERE / "ponds-and-fields.dlpk"
TILE, STRIDE, CROP, BATCH = 256, 4, 128, 6
THRESHOLD, OVERLAP, LARGEST = 0.5, 0.45, 48
SEED = 7


class Detector(nn.Module):
    """An anchor-free detector: each cell of 4 x 4 pixels says which object's middle it lies in, and how far its four sides are."""

    WIDTHS = (24, 40, 56)

    def __init__(self, bands, classes):
        super().__init__()
        first, second, third = self.WIDTHS
        self.body = nn.Sequential(
            *self.layer(bands, first), *self.layer(first, second, stride=2), *self.layer(second, second),
            *self.layer(second, third, stride=2), *self.layer(third, third, dilation=2), *self.layer(third, third, dilation=2),
            *self.layer(third, third))
        self.kinds = nn.Conv2d(third, classes, 1)
        self.sides = nn.Conv2d(third, 4, 1)
        nn.init.constant_(self.kinds.bias, -4.0)

    @staticmethod
    def layer(a, b, stride=1, dilation=1):
        return [nn.Conv2d(a, b, 3, stride, padding=dilation, dilation=dilation, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]

    def forward(self, x):
        """Logits [n, classes, rows, columns], and the distances to left, top, right and bottom [n, 4, rows, columns] in pixels."""
        x = self.body(x)
        return self.kinds(x), functional.softplus(self.sides(x)) * STRIDE


class Decoded(nn.Module):
    """What is exported: [n, 4 + classes, cells], centre, size and scores, as YOLO v8 lays it out, for tiles of one size."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector
        middles = torch.arange(TILE // STRIDE) * STRIDE + STRIDE / 2
        self.register_buffer("x", middles.expand(TILE // STRIDE, -1).reshape(1, 1, -1).clone())
        self.register_buffer("y", middles[:, None].expand(-1, TILE // STRIDE).reshape(1, 1, -1).clone())

    def forward(self, image):
        kinds, sides = (part.flatten(2) for part in self.detector(image))
        left, top, right, bottom = sides.split(1, dim=1)
        return torch.cat([self.x + (right - left) / 2, self.y + (bottom - top) / 2, left + right, top + bottom, kinds.sigmoid()], dim=1)


def targets(objects, rows, columns):
    """For each cell the class (-1 for none, -2 for what is not asked: the rim of an object) and the box of the object whose middle it lies in."""
    kinds = np.full((rows, columns), -1)
    boxes = np.zeros((4, rows, columns), "float32")
    y, x = (np.arange(n) * STRIDE + STRIDE / 2 for n in (rows, columns))
    for kind, left, top, right, bottom in sorted(objects, key=lambda o: -(o[3] - o[1]) * (o[4] - o[2])):
        def within(share):
            half_x, half_y = (max(share * size / 2, STRIDE / 2) for size in (right - left, bottom - top))
            return (np.abs(y - (top + bottom) / 2) <= half_y)[:, None] & (np.abs(x - (left + right) / 2) <= half_x)[None]
        kinds[within(0.9) & (kinds == -1)] = -2
        kinds[within(0.4)] = kind
        boxes[:, within(0.4)] = np.array([left, top, right, bottom], "float32")[:, None]
    return kinds, boxes


def loss_of(logits, sides, kinds, boxes):
    """Focal loss of the classes and 1 - IoU of the boxes, both by cells with an object."""
    asked, hit = kinds > -2, kinds >= 0
    wanted = functional.one_hot(kinds.clamp(min=0), len(CLASSES)).permute(0, 3, 1, 2).float() * hit[:, None]
    score = logits.sigmoid()
    apart = (wanted - score).abs() ** 2
    classes = (functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * apart * asked[:, None]).sum()
    rows, columns = kinds.shape[1:]
    x = (torch.arange(columns) * STRIDE + STRIDE / 2)[None, None]
    y = (torch.arange(rows) * STRIDE + STRIDE / 2)[None, :, None]
    left, top, right, bottom = x - sides[:, 0], y - sides[:, 1], x + sides[:, 2], y + sides[:, 3]
    common = (torch.minimum(right, boxes[:, 2]) - torch.maximum(left, boxes[:, 0])).clamp(min=0) \
        * (torch.minimum(bottom, boxes[:, 3]) - torch.maximum(top, boxes[:, 1])).clamp(min=0)
    together = (right - left) * (bottom - top) + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) - common
    shapes = ((1 - common / together.clamp(min=1)) * hit).sum()
    return (classes + 2 * shapes) / hit.sum().clamp(min=1)


def train(detector, scenes, parts, statistics, steps):
    optimiser = torch.optim.AdamW(detector.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=6e-3, total_steps=steps)
    random = scenes.random
    detector.train()
    for step in range(1, steps + 1):
        images, kinds, boxes = [], [], []
        for _ in range(BATCH):
            rows = parts[random.integers(len(parts))]
            top = random.integers(rows.start, rows.stop - CROP + 1)
            left = random.integers(scenes.labels.shape[1] - CROP + 1)
            image, objects = scenes.draw(slice(top, top + CROP), slice(left, left + CROP), most=12)
            image = land_cover.normalise(image, statistics)
            if random.integers(2):
                image, objects = image[:, :, ::-1], [(k, CROP - r, t, CROP - l, b) for k, l, t, r, b in objects]
            if random.integers(2):
                image, objects = image.transpose(0, 2, 1), [(k, t, l, b, r) for k, l, t, r, b in objects]
            kind, box = targets(objects, CROP // STRIDE, CROP // STRIDE)
            images.append(image)
            kinds.append(kind)
            boxes.append(box)
        logits, sides = detector(torch.from_numpy(np.stack(images).astype("float32")))
        loss = loss_of(logits, sides, torch.from_numpy(np.stack(kinds)), torch.from_numpy(np.stack(boxes)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 20 == 0 or step == 1:
            print(f"step {step:4d} of {steps}  loss {loss.item():.4f}", flush=True)


def overlap(a, b):
    """Intersection over union of boxes [n, 4] and [m, 4]."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    common = (high - low).clip(0).prod(axis=2)
    area = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (a, b)]
    return common / np.maximum(area[0][:, None] + area[1][None] - common, 1e-6)


def detect(detector, image):
    """Objects of a part as rows of (class, left, top, right, bottom), the surest first, overlaps left out."""
    with torch.no_grad():
        kinds, sides = detector(torch.from_numpy(image[None]))
    scores = kinds.sigmoid()[0].flatten(1).numpy()
    rows, columns = kinds.shape[2:]
    y, x = (a.ravel() * STRIDE + STRIDE / 2 for a in np.mgrid[:rows, :columns])
    left, top, right, bottom = sides[0].flatten(1).numpy()
    boxes = np.stack([x - left, y - top, x + right, y + bottom], axis=1)
    found = []
    for kind in range(len(CLASSES)):
        rest = np.flatnonzero(scores[kind] >= THRESHOLD)
        rest = rest[np.argsort(-scores[kind, rest], kind="stable")]
        while rest.size:
            found.append((kind, *boxes[rest[0]]))
            rest = rest[1:][overlap(boxes[rest[:1]], boxes[rest[1:]])[0] <= OVERLAP]
    return found


def assess(detector, scenes, rows, statistics, times):
    """How many of the drawn and found objects of the held-out rows meet one of the other side of their class by half or more."""
    detector.eval()
    truth, found, hit = np.zeros((3, len(CLASSES)), int)
    height = (rows.stop - rows.start) // STRIDE * STRIDE
    for _ in range(times):
        left = scenes.random.integers(scenes.labels.shape[1] - CROP + 1)
        image, objects = scenes.draw(slice(rows.start, rows.start + height), slice(left, left + CROP), most=12)
        seen = detect(detector, land_cover.normalise(image, statistics).astype("float32"))
        # what the edge cuts is no object of the truth
        seen = [o for o in seen if o[1] > 0.5 and o[2] > 0.5 and o[3] < CROP - 0.5 and o[4] < height - 0.5]
        for kind in range(len(CLASSES)):
            a, b = (np.array([o[1:] for o in side if o[0] == kind], "float64").reshape(-1, 4) for side in (objects, seen))
            truth[kind] += len(a)
            found[kind] += len(b)
            hit[kind] += int((overlap(a, b) >= 0.5).any(axis=1).sum()) if len(a) and len(b) else 0
    return {name: {"objects": int(truth[k]), "found": int(found[k]), "recall": round(hit[k] / truth[k], 3), "precision": round(hit[k] / max(found[k], 1), 3)}
            for k, (name, _) in enumerate(CLASSES)}


def definition(report):
    words = ", ".join(f"{name} {100 * held['recall']:.0f} % found, {100 * held['precision']:.0f} % right" for name, held in report["held_out"].items())
    return {
        "Framework": "Onnx",
        "ModelConfiguration": "AnchorFree",
        "ModelType": "ObjectDetection",
        "ModelName": "Landsat 7 ponds and bare fields (sample)",
        "ModelFile": "ponds-and-fields.onnx",
        "ModelFormat": "NCHW",
        "Description": "A small detector for six bands of Landsat 7 ETM+, trained on ponds and fields drawn over one scene near Recife, Brazil."
                       f" On drawn objects over rows held out: {words}. A sample, not a map.",
        "ImageHeight": TILE,
        "ImageWidth": TILE,
        "BatchSize": 4,
        "ExtractBands": list(range(len(make_package.BANDS))),
        "IsMultispectral": True,
        "DoNormalize": True,
        "Bands": make_package.BANDS,
        "ImageryType": "Landsat 7 ETM+",
        "NormalizationStats": report["statistics"],
        "MinCellSize": make_package.cell_size(28.5),
        "MaxCellSize": make_package.cell_size(30.0),
        "Threshold": THRESHOLD,
        "NMSOverlap": OVERLAP,
        "Classes": [{"Value": k, "Name": name, "Color": list(color)} for k, (name, color) in enumerate(CLASSES)],
    }


def export(detector, bands):
    buffer = io.BytesIO()
    torch.onnx.export(Decoded(detector).eval(), torch.zeros(1, bands, TILE, TILE), buffer, opset_version=13,
                      input_names=["images"], output_names=["output0"], dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}})
    onnx.checker.check_model(onnx.load_from_string(buffer.getvalue()))
    return buffer.getvalue()


def pack(report, network):
    emd = json.dumps(definition(report), indent=4) + "\n"
    with zipfile.ZipFile(PACKAGE, "w") as archive:
        archive.writestr(make_package.entry("ponds-and-fields.emd"), emd, compresslevel=9)
        archive.writestr(make_package.entry("ponds-and-fields.onnx"), network, compresslevel=9)
    print(f"{PACKAGE.name}: {PACKAGE.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scene", type=pathlib.Path, default=REPOSITORY / "artifacts/samples/L7_ETMs.tif")
    parser.add_argument("--scratch", type=pathlib.Path, default=REPOSITORY / "artifacts/objects")
    parser.add_argument("--steps", type=int, default=700)
    options = parser.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(2)

    with rasterio.open(options.scene) as dataset:
        pixels = dataset.read().astype("float32")
    labels = make_labels(pixels)
    held_out = land_cover.HELD_OUT
    seen = np.ones(labels.shape, bool)
    seen[held_out] = False
    statistics = land_cover.band_statistics(pixels[:, seen].astype("float64"))
    detector = Detector(len(pixels), len(CLASSES))
    scenes = Scenes(pixels, labels, np.random.default_rng(SEED))
    started = time.monotonic()
    train(detector, scenes, [slice(0, held_out.start), slice(held_out.stop, len(labels))], statistics, options.steps)
    report = {
        "weights": sum(p.numel() for p in detector.parameters()),
        "seconds": round(time.monotonic() - started),
        "held_out": assess(detector, scenes, held_out, statistics, times=200),
        "statistics": statistics,
    }
    (options.scratch / "training.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps({k: v for k, v in report.items() if k != "statistics"}, indent=2))
    pack(report, export(detector, len(pixels)))


if __name__ == "__main__":
    main()
