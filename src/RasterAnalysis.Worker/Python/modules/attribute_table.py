"""What raster functions of Esri's manner import by this name: an empty table of classes, which they fill."""

_TYPES = {"OID": "OID", "Value": "Integer", "Class": "String", "Red": "Integer", "Green": "Integer", "Blue": "Integer"}

attribute_table = {
    "displayFieldName": "",
    "fieldAliases": {name: name for name in _TYPES},
    "fields": [{"name": name, "type": f"esriFieldType{kind}", "alias": name} for name, kind in _TYPES.items()],
    "features": [],
}
