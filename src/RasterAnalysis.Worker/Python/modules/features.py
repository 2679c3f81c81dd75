"""What raster functions of Esri's manner import by this name: an empty set of found objects, which they fill."""

_TYPES = {"FID": "OID", "Class": "String", "Confidence": "Double"}

features = {
    "displayFieldName": "",
    "fieldAliases": {name: name for name in _TYPES},
    "geometryType": "esriGeometryPolygon",
    "fields": [{"name": name, "type": f"esriFieldType{kind}", "alias": name} for name, kind in _TYPES.items()],
    "features": [],
}
