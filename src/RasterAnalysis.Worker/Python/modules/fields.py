"""What raster functions of Esri's manner import by this name: the fields of found objects."""

_TYPES = {"OID": "OID", "Class": "String", "Confidence": "Double", "Shape": "Geometry"}

fields = {"fields": [{"name": name, "type": f"esriFieldType{kind}", "alias": name} for name, kind in _TYPES.items()]}
