"""A raster function that takes all bands in blocks that are no squares, and gives back the padded block without a band, and a mask of its own.

Class: the number of the quarter of the map in which a pixel's place lies (by the extent that it is told), or 255 for the only class of a package with one.
"""
import numpy


class PaddedBlocks:
    def getParameterInfo(self):
        return [{"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""}]

    def getConfiguration(self, **scalars):
        return {"padding": 5, "tx": 96, "ty": 40, "fixedTileSize": 1}

    def updateRasterInfo(self, **kwargs):
        self.extent, self.cell = kwargs["raster_info"]["extent"], kwargs["raster_info"]["cellSize"]
        kwargs["output_info"]["pixelType"] = "u1"
        return kwargs

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        pixels, mask = pixelBlocks["raster_pixels"], pixelBlocks["raster_mask"]
        rows, columns = pixels.shape[1:]
        assert (rows, columns) == (shape[1] + 10, shape[2] + 10) and (props["width"], props["height"]) == (96, 40)
        left, top = props["extent"][0], props["extent"][3]
        # the place and the extent say the same
        assert abs(left - (self.extent[0] + tlc[0] * self.cell[0])) < 1e-6 and abs(top - (self.extent[3] - tlc[1] * self.cell[1])) < 1e-6
        x = left + (numpy.arange(columns) - 5 + 0.5) * self.cell[0]
        y = top - (numpy.arange(rows) - 5 + 0.5) * self.cell[1]
        east, south = x > (self.extent[0] + self.extent[2]) / 2, y < (self.extent[1] + self.extent[3]) / 2
        classes = 1 + east[None, :] + 2 * south[:, None]
        bright = pixels[-1] > 200
        return {"output_pixels": classes.astype("u1"), "output_mask": (mask[0] & ~bright).astype("u1")[None]}
