"""A raster function in the manner of Esri's classifiers: class 1 where a pixel's bands together are brighter than the mean of its tile, class 2 elsewhere.

So every pixel of a tile decides: one that is cut, filled or batched another way gives other classes.
"""
import json
import os
import sys

import numpy as np

sys.path.append(os.path.dirname(__file__))
import prf_utils
from attribute_table import attribute_table


class TileMean:
    def __init__(self):
        self.name = "Tile mean"
        self.description = "Classes by the mean of each tile"

    def initialize(self, **kwargs):
        with open(kwargs["model"]) as file:
            self.definition = json.load(file)
        assert kwargs["device"] == -1
        self.side = self.definition["ImageWidth"]

    def getParameterInfo(self):
        return [
            {"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": "Input"},
            {"name": "model", "dataType": "string", "required": True, "displayName": "Model", "description": "Definition"},
            {"name": "device", "dataType": "numeric", "required": False, "displayName": "Device", "description": "Device"},
            {"name": "padding", "dataType": "numeric", "value": self.side // 8, "required": False, "displayName": "Padding", "description": "Pixels around a tile"},
            {"name": "batch_size", "dataType": "numeric", "value": 1, "required": False, "displayName": "Batch size", "description": "Tiles at once"},
            {"name": "order", "dataType": "string", "value": "brighter", "required": False, "domain": ["brighter", "darker"], "displayName": "Order", "description": "Which is class 1"},
        ]

    def getConfiguration(self, **scalars):
        self.padding, self.darker = int(scalars["padding"]), scalars["order"] == "darker"
        self.rows, self.columns = prf_utils.calculate_rectangle_size_from_batch_size(int(scalars["batch_size"]))
        ty, tx = prf_utils.get_tile_size(self.side, self.side, self.padding, self.rows, self.columns)
        return {"extractBands": tuple(self.definition["ExtractBands"]), "padding": self.padding, "tx": tx, "ty": ty, "inheritProperties": 2 | 4 | 8, "inputMask": True}

    def updateRasterInfo(self, **kwargs):
        kwargs["output_info"]["bandCount"] = 1
        kwargs["output_info"]["pixelType"] = "i4"
        attribute_table["features"] = [
            {"attributes": {"OID": number + 1, "Value": c["Value"], "Class": c["Name"], "Red": 1, "Green": 2, "Blue": 3}} for number, c in enumerate(self.definition["Classes"])]
        kwargs["output_info"]["rasterAttributeTable"] = json.dumps(attribute_table)
        return kwargs

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        pixels, mask = pixelBlocks["raster_pixels"], pixelBlocks["raster_mask"]
        assert pixels.shape == mask.shape and pixels.dtype == np.uint8, (pixels.shape, mask.shape, pixels.dtype)
        pixels[mask == 0] = 0
        batch, rows, columns = prf_utils.tile_to_batch(
            pixels, self.side, self.side, self.padding, fixed_tile_size=True, batch_height=self.rows, batch_width=self.columns)
        total = batch.astype("i8").sum(axis=1)
        brighter = total * self.side * self.side > total.sum(axis=(1, 2), keepdims=True)
        inner = slice(self.padding, self.side - self.padding)
        classes = np.where(brighter != self.darker, 1, 2)[:, None, inner, inner]
        pixelBlocks["output_pixels"] = prf_utils.batch_to_tile(classes, rows, columns).astype(props["pixelType"])
        print("a block of", shape, "at", tlc)
        return pixelBlocks
