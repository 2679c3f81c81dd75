"""A Python raster function: each pixel gets the class whose mean colour is nearest to the mean of the window around the pixel. It needs numpy alone."""
import json
import os

import numpy as np


class MovingMeans:
    def __init__(self):
        self.name = "Moving means"
        self.description = "Land cover by the nearest class mean of a moving window"

    def initialize(self, **kwargs):
        with open(kwargs["model"]) as file:
            self.definition = json.load(file)
        with open(os.path.join(os.path.dirname(kwargs["model"]), self.definition["ModelFile"])) as file:
            trained = json.load(file)
        self.means, self.deviations = np.array(trained["means"]), np.array(trained["deviations"])

    def getParameterInfo(self):
        return [
            {"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": "The scene"},
            {"name": "model", "dataType": "string", "required": True, "displayName": "Model", "description": "The definition"},
            {"name": "device", "dataType": "numeric", "required": False, "displayName": "Device", "description": "-1 for the processor"},
            {"name": "window", "dataType": "numeric", "value": 5, "required": False, "domain": [1, 3, 5, 7, 9], "displayName": "Window",
             "description": "Pixels on each side of the window whose mean is looked at"},
        ]

    def getConfiguration(self, **scalars):
        self.window = int(scalars["window"])
        return {"extractBands": tuple(self.definition["ExtractBands"]), "padding": self.window // 2, "tx": 256, "ty": 256}

    def updateRasterInfo(self, **kwargs):
        kwargs["output_info"].update(bandCount=1, pixelType="u1")
        return kwargs

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        # beyond the raster's edge there are no pixels, and what lies there instead is no colour
        there = (pixelBlocks["raster_mask"] != 0).astype("i8")
        means = moving_means(pixelBlocks["raster_pixels"] * there, there, self.window)
        distances = [(((means - own[:, None, None]) / self.deviations[:, None, None]) ** 2).sum(axis=0) for own in self.means]
        pixelBlocks["output_pixels"] = np.argmin(distances, axis=0)[None].astype("u1")
        return pixelBlocks


def moving_means(pixels, there, window):
    """Means of the pixels of all windows that lie in [bands, rows, columns] whole; of a window without any pixel 0."""
    return moving_sums(pixels, window) / np.maximum(moving_sums(there, window), 1)


def moving_sums(pixels, window):
    """Sums of all windows that lie in [bands, rows, columns] whole."""
    sums = np.pad(pixels, ((0, 0), (1, 0), (1, 0))).cumsum(axis=1).cumsum(axis=2)
    return sums[:, window:, window:] - sums[:, :-window, window:] - sums[:, window:, :-window] + sums[:, :-window, :-window]
