#!/usr/bin/env python3
"""Packs the trained network into land-cover.dlpk, or checks a package that is there.

    make_package.py FOLDER      FOLDER holds land-cover.onnx and training.json, as train.py leaves them
    make_package.py --check     opens the package again and asserts what a reader relies on

Needs nothing but Python's standard library, so the check runs anywhere.
"""

import argparse
import json
import pathlib
import zipfile

PACKAGE = pathlib.Path(__file__).resolve().parent / "land-cover.dlpk"
MAX_BYTES = 2 * 1024 * 1024
EMD, ONNX = "land-cover.emd", "land-cover.onnx"

BANDS = ["Blue", "Green", "Red", "NearInfrared", "ShortWaveInfrared_1", "ShortWaveInfrared_2"]

# Esri's land-cover sample scheme, names and colours. The position is the network's channel, the value is what the raster
# holds: 1 to 6, so that 0 stays free and no reader takes channel 0 for a background channel.
CLASSES = [
    ("Evergreen Forest", (0, 51, 0)),
    ("Grassland/Herbaceous", (241, 185, 137)),
    ("Bare Land", (236, 236, 0)),
    ("Open Water", (0, 0, 117)),
    ("Scrub/Shrub", (102, 102, 0)),
    ("Impervious Surface", (236, 236, 236)),
]

STATISTICS = [f"{kind}_{name}_values" for kind in ("band", "scaled") for name in ("min", "max", "mean", "std")]


def cell_size(metres):
    return {"x": metres, "y": metres, "spatialReference": {"wkid": 31985, "latestWkid": 31985}}


def definition(training):
    """The .emd of the network that train.py described."""
    agreement = 100 * training["held_out"]["overall_accuracy"]
    return {
        "Framework": "Onnx",
        "ModelConfiguration": "LandCoverUNet",
        "ModelType": "ImageClassification",
        "ModelName": "Landsat 7 land cover (sample)",
        "ModelFile": ONNX,
        "ModelFormat": "NCHW",
        "Version": "1.0",
        "Description": "A small U-Net for six bands of Landsat 7 ETM+, trained on part of one scene near Recife, Brazil, with labels made"
                       f" by spectral rules. It agrees with those rules on {agreement:.1f} % of the pixels held out. A sample,"
                       " not a map.",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "BatchSize": 4,
        "SupportsVariableTileSize": True,
        "ExtractBands": list(range(len(BANDS))),
        "IsMultispectral": True,
        "DoNormalize": True,
        "Bands": BANDS,
        "ImageryType": "Landsat 7 ETM+",
        "NormalizationStats": {name: training["statistics"][name] for name in STATISTICS},
        # The scene's own cells, and the 30 m in which Landsat is delivered today.
        "MinCellSize": cell_size(28.5),
        "MaxCellSize": cell_size(30.0),
        "Classes": [{"Value": k, "Name": name, "Color": list(color)} for k, (name, color) in enumerate(CLASSES)],
    }


def entry(name):
    # One date for all: the same network gives the same archive, byte for byte (1980 is the earliest date that zip knows).
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def pack(folder, package=PACKAGE):
    folder = pathlib.Path(folder)
    emd = json.dumps(definition(json.loads((folder / "training.json").read_text())), indent=4) + "\n"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(entry(EMD), emd, compresslevel=9)
        archive.writestr(entry(ONNX), (folder / ONNX).read_bytes(), compresslevel=9)


def check(package=PACKAGE):
    assert package.stat().st_size <= MAX_BYTES, "the package is larger than 2 MiB"
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None, "a checksum in the archive is wrong"
        assert archive.namelist() == [EMD, ONNX], f"unexpected entries: {archive.namelist()}"
        assert all(i.compress_type == zipfile.ZIP_DEFLATED for i in archive.infolist()), "an entry is not deflated"
        emd = json.loads(archive.read(EMD))
        network = archive.read(ONNX)

    assert emd["ModelFile"] == ONNX and len(network) > 100_000
    assert emd["ModelType"] == "ImageClassification" and emd["ModelFormat"] == "NCHW"
    assert not emd["Framework"].lower().startswith("arcgis"), "readers would expect a background channel"
    assert isinstance(emd["ModelConfiguration"], str)
    assert emd["ExtractBands"] == list(range(len(emd["Bands"]))), "bands are 0-based and in the scene's order"

    statistics = emd["NormalizationStats"]
    assert sorted(statistics) == sorted(STATISTICS)
    assert all(len(values) == len(emd["Bands"]) for values in statistics.values())
    assert all(low < high for low, high in zip(statistics["band_min_values"], statistics["band_max_values"]))
    assert all(std > 0 for std in statistics["scaled_std_values"])

    classes = emd["Classes"]
    assert [c["Value"] for c in classes] == list(range(len(CLASSES))), "channel k has to be class k"
    assert all(len(c["Color"]) == 3 and all(0 <= v <= 255 for v in c["Color"]) for c in classes)
    assert len({tuple(c["Color"]) for c in classes}) == len({c["Name"] for c in classes}) == len(classes)
    assert b"input" in network and b"output" in network, "the tensors are named input and output"
    print(f"{package.name}: {package.stat().st_size} bytes, {len(classes)} classes, {len(emd['Bands'])} bands, sound")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="where train.py left land-cover.onnx and training.json")
    parser.add_argument("--check", action="store_true", help="only check the package that is there")
    options = parser.parse_args()
    if bool(options.folder) == options.check:
        parser.error("give either FOLDER or --check")
    if options.folder:
        pack(options.folder)
    check()


if __name__ == "__main__":
    main()
