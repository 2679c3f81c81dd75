"""A raster function of torch: a convolution with weights of the package, of whole numbers, so that every order of adding gives the same sum. Class: the remainder of it by 3."""
import os

import numpy as np
import torch


class TorchSums:
    def initialize(self, **kwargs):
        # beside the definition, in the copy that the function may write in
        folder = os.path.dirname(kwargs["model"])
        self.weights = torch.load(os.path.join(folder, "weights.pth"))
        with open(os.path.join(folder, "log.txt"), "a") as log:
            log.write("begun\n")

    def getParameterInfo(self):
        return [
            {"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""},
            {"name": "padding", "dataType": "GPLong", "value": 2, "required": False, "displayName": "Padding", "description": ""}]

    def getConfiguration(self, **scalars):
        return {"extractBands": (2, 0), "padding": int(scalars["padding"]), "tx": 64, "ty": 64}

    def updateRasterInfo(self, **kwargs):
        kwargs["output_info"]["pixelType"] = "f4"
        return kwargs

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        pixels = torch.from_numpy(pixelBlocks["raster_pixels"].astype("f4"))[None]
        with torch.no_grad():
            sums = torch.nn.functional.conv2d(pixels, self.weights["kernel"], padding=2)
        padding = (sums.shape[2] - shape[1]) // 2
        inner = sums[0, 0, padding:padding + shape[1], padding:padding + shape[2]]
        return {"output_pixels": torch.remainder(inner, 3).numpy()}
