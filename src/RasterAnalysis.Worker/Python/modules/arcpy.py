"""Stands in for the part of arcpy that raster functions ask where to run: on the processor. There is no other part of it here."""
import sys
import types

env = types.SimpleNamespace(processorType="CPU", gpuId="-1")
ia = types.SimpleNamespace(util=types.SimpleNamespace(get_available_device=lambda *_, **__: -1))


def AddMessage(message):
    print(message, file=sys.stderr)


AddWarning = AddError = AddMessage
