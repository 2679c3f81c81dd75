"""A Python raster function that does little, so that what is around it shows."""
import numpy


class Roots:
    def getParameterInfo(self):
        return [{"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""}]

    def getConfiguration(self, **scalars):
        return {"padding": 0, "tx": 256, "ty": 256, "extractBands": (0, 1, 2)}

    def updatePixels(self, tlc, shape, props, **blocks):
        pixels = blocks["raster_pixels"]
        pixels[blocks["raster_mask"] == 0] = 0
        sums = pixels.astype("f4").sum(axis=0)
        for _ in range(4):
            sums = numpy.sqrt(sums * sums + 1)
        blocks["output_pixels"] = (sums > 380).astype("u1")[None] + numpy.uint8(1)
        return blocks
