"""A raster function whose class is the value of the first band, turned round where its own argument named connectivity says so."""


class Speckled:
    def getParameterInfo(self):
        return [
            {"name": "raster", "dataType": "raster", "required": True, "displayName": "Raster", "description": ""},
            {"name": "connectivity", "dataType": "numeric", "value": 4, "required": False, "displayName": "Connectivity", "description": "8: turned round."}]

    def getConfiguration(self, **scalars):
        self.turned = int(scalars["connectivity"]) == 8
        return {"tx": 64, "ty": 64}

    def updatePixels(self, tlc, shape, props, **pixelBlocks):
        values = pixelBlocks["raster_pixels"][:1].astype("u1")
        return {"output_pixels": 3 - values if self.turned else values}
