"""A raster function that misbehaves as its argument says, from its second block on, in the process in which it was not told so before: a trial without a raster goes well."""
import ctypes
import os
import sys

import numpy


class Misbehaves:
    def getParameterInfo(self):
        return [
            {"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""},
            {"name": "how", "dataType": "string", "value": "", "required": False, "displayName": "How", "description": ""}]

    def getConfiguration(self, **scalars):
        self.how = scalars["how"]
        if self.how == "configuration":
            return {"padding": "many"}
        return {"tx": 64, "ty": 64}

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        classes = numpy.ones(shape, "u1")
        if self.how == "raise":
            raise ValueError(f"no class for {tlc}")
        if self.how == "exit":
            os._exit(3)
        if self.how == "abort":
            ctypes.string_at(0)
        if self.how == "hang":
            while True:
                pass
        if self.how == "grow":
            self.kept = [numpy.empty(1 << 30, "u1") for _ in range(20)]
        if self.how == "print":
            for _ in range(20000):
                print("x" * 200)
            os.write(1, b"{}\n" * 10)
            print("x" * 200, file=sys.stderr)
        if self.how == "shape":
            return {"output_pixels": classes[:, 1:, :]}
        if self.how == "type":
            return {"output_pixels": classes.astype("c8")}
        if self.how == "nothing":
            return None
        if self.how == "other":
            return {"output_pixels": classes * 77.5}
        return {"output_pixels": classes}
