"""What the scripts beside this one share: the scene, its rule-made labels, the classes, and how a network is trained and an archive written.

All of it is the land-cover sample's (../land-cover): the same scene, labels, held-out rows and seeds, so that the kinds of packages can be compared.
"""
import io
import json
import pathlib
import sys
import zipfile

import numpy as np
import onnx
import rasterio
import torch

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
# tests/networks has the layouts in which skl2onnx and arcgis.learn write, neither of which Debian has
sys.path += [str(HERE.parent / "land-cover"), str(REPOSITORY / "tests/networks")]

import make_package  # noqa: E402
import train as land_cover  # noqa: E402
from labels import make_labels  # noqa: E402

CLASSES = make_package.CLASSES
BANDS = len(make_package.BANDS)


class Scene:
    """pixels [6, rows, columns] of Float32, labels [rows, columns] from 0 to 5, and which pixels may be trained on."""

    def __init__(self):
        with rasterio.open(REPOSITORY / "artifacts/samples/L7_ETMs.tif") as dataset:
            self.pixels = dataset.read().astype("float32")
        self.labels = make_labels(self.pixels)
        self.seen = np.ones(self.labels.shape, bool)
        self.seen[land_cover.HELD_OUT] = False
        self.statistics = land_cover.band_statistics(self.pixels[:, self.seen].astype("float64"))

    def rows(self):
        """Pixels [n, 6] and labels [n] of those that may be trained on."""
        return self.pixels[:, self.seen].T, self.labels[self.seen]

    def report(self, name, found):
        """Says on how many of the held-out pixels the found labels [rows, columns] are those of the rules."""
        figures = land_cover.assess(self.labels[land_cover.HELD_OUT], found[land_cover.HELD_OUT])
        print(f"{name}: {100 * figures['overall_accuracy']:.1f} % of {figures['pixels']} held-out pixels as the rules have them; {figures['f1']}")


def fix_seeds():
    """The same weights every time: seeds, the number of threads (it sets the order of sums), no racing kernels."""
    torch.manual_seed(land_cover.SEED)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)


def train(network, image, labels, steps):
    """Trains on crops of the image [6, rows, columns], which the network is fed as it is, and leaves the network in inference mode."""
    share = np.bincount(labels[labels >= 0].ravel()) / labels.size
    weights = torch.tensor(np.where(share > 0, np.maximum(share, 1e-6) ** -0.25, 0), dtype=torch.float32)
    land_cover.train(network, land_cover.Crops(image, labels, np.random.default_rng(land_cover.SEED)), weights, steps)
    return network.eval()


def class_list(first=0):
    """Classes as an .emd lists them, with values from first on."""
    return [{"Value": first + k, "Name": name, "Color": list(color)} for k, (name, color) in enumerate(CLASSES)]


def export(network):
    """An ONNX file of a network [n, 6, rows, columns], any n, rows and columns."""
    buffer = io.BytesIO()
    free = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(network, torch.zeros(1, BANDS, 64, 64), buffer, opset_version=13,
                      input_names=["input"], output_names=["output"], dynamic_axes={"input": free, "output": free})
    model = onnx.load_from_string(buffer.getvalue())
    onnx.checker.check_model(model)
    return model


def write(name, content):
    (HERE / name).write_bytes(content)
    print(f"{name}: {len(content)} bytes")


def write_archive(name, files):
    """A zip of (name, content) pairs, objects as JSON; the same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry, content in files:
            content = content if isinstance(content, bytes) else (json.dumps(content, indent=4) + "\n").encode()
            archive.writestr(make_package.entry(entry), content, compresslevel=9)
    write(name, buffer.getvalue())
