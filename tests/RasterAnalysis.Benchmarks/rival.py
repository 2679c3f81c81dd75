"""Classifies a raster with an ONNX network: the loop that people write when they have no service.

    rival.py LIBRARY NETWORK INPUT OUTPUT

Tiles of 512 pixels with 96 of padding, one at a time: read with rasterio, made float32 (the package asks for no other normalisation), run with ONNX Runtime's
default options, argmax, the inner part written; gdal_translate makes a cloud-optimised GeoTIFF of it in the end. PyPI's onnxruntime is this very library behind
a module of its own; here it is called through its C API, so that both sides of the comparison run the same machine code.

Prints one line of JSON: seconds from the loading of the network to the finished file, those of them within Run and within gdal_translate, and the tiles.
"""

import ctypes
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

TILE = 512
PADDING = 96
CORE = TILE - 2 * PADDING


class OnnxRuntime:
    """One session of ONNX Runtime with default options, and one input tensor that is used again and again."""

    VERSION = 17  # of the C API; the table of functions only ever grew at its end
    FLOAT = 1
    # places in OrtApi of onnxruntime_c_api.h
    GET_ERROR_MESSAGE, CREATE_ENV, CREATE_SESSION, RUN, CREATE_SESSION_OPTIONS = 2, 3, 7, 9, 10
    CREATE_TENSOR, TENSOR_DATA, ELEMENT_COUNT, TYPE_AND_SHAPE, CPU_MEMORY = 49, 51, 64, 65, 69
    RELEASE_VALUE, RELEASE_TYPE_AND_SHAPE = 96, 99

    def __init__(self, library, network, shape):
        base = ctypes.CDLL(library).OrtGetApiBase
        base.restype = ctypes.POINTER(ctypes.c_void_p)
        get_api = ctypes.CFUNCTYPE(ctypes.POINTER(ctypes.c_void_p), ctypes.c_uint32)(base()[0])
        self._api = get_api(self.VERSION)
        self._error_message = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(self._api[self.GET_ERROR_MESSAGE])
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        self._run = self._function(self.RUN, *[pointer] * 4, size, pointer, size, pointer)
        self._tensor_data = self._function(self.TENSOR_DATA, pointer, pointer)
        self._release_value = ctypes.CFUNCTYPE(None, pointer)(self._api[self.RELEASE_VALUE])

        env, options, memory = pointer(), pointer(), pointer()
        self._session, self._tensor = pointer(), pointer()
        self._function(self.CREATE_ENV, ctypes.c_int, ctypes.c_char_p, pointer)(2, b"rival", ctypes.byref(env))
        self._function(self.CREATE_SESSION_OPTIONS, pointer)(ctypes.byref(options))
        self._function(self.CREATE_SESSION, pointer, ctypes.c_char_p, pointer, pointer)(env, network.encode(), options, ctypes.byref(self._session))
        self._function(self.CPU_MEMORY, ctypes.c_int, ctypes.c_int, pointer)(0, 0, ctypes.byref(memory))

        self.input = np.zeros(shape, np.float32)
        dimensions = (ctypes.c_int64 * len(shape))(*shape)
        self._function(self.CREATE_TENSOR, pointer, pointer, size, pointer, size, ctypes.c_int, pointer)(
            memory, self.input.ctypes.data, self.input.nbytes, dimensions, len(shape), self.FLOAT, ctypes.byref(self._tensor))
        self._input_name = (ctypes.c_char_p * 1)(b"input")
        self._output_name = (ctypes.c_char_p * 1)(b"output")

    def run(self):
        """Runs what lies in the input. Returns the scores: classes, rows, columns."""
        output = ctypes.c_void_p()
        self._run(
            self._session, None, self._input_name, ctypes.byref(self._tensor), 1, self._output_name, 1, ctypes.byref(output))
        data = ctypes.c_void_p()
        self._tensor_data(output, ctypes.byref(data))
        rows, columns = self.input.shape[2:]
        count = self._count(output)
        scores = np.ctypeslib.as_array(ctypes.cast(data, ctypes.POINTER(ctypes.c_float)), (count // (rows * columns), rows, columns)).copy()
        self._release_value(output)
        return scores

    def _count(self, value):
        info, count = ctypes.c_void_p(), ctypes.c_size_t()
        self._function(self.TYPE_AND_SHAPE, ctypes.c_void_p, ctypes.c_void_p)(value, ctypes.byref(info))
        self._function(self.ELEMENT_COUNT, ctypes.c_void_p, ctypes.c_void_p)(info, ctypes.byref(count))
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self._api[self.RELEASE_TYPE_AND_SHAPE])(info)
        return count.value

    def _function(self, place, *arguments):
        function = ctypes.CFUNCTYPE(ctypes.c_void_p, *arguments)(self._api[place])

        def call(*values):
            status = function(*values)
            if status:
                raise RuntimeError(self._error_message(status).decode())

        return call


def read(source, row, column):
    """A tile and its padding, mirrored where it hangs over the raster's edges."""
    top, left = max(0, row - PADDING), max(0, column - PADDING)
    bottom, right = min(source.height, row + CORE + PADDING), min(source.width, column + CORE + PADDING)
    pixels = source.read(window=Window(left, top, right - left, bottom - top))
    above, before = top - (row - PADDING), left - (column - PADDING)
    below, after = TILE - above - pixels.shape[1], TILE - before - pixels.shape[2]
    return np.pad(pixels, ((0, 0), (above, below), (before, after)), mode="reflect") if above or before or below or after else pixels


def classify(library, network, source, target):
    """Writes the classes of every pixel. Returns tiles and seconds within Run."""
    runtime = OnnxRuntime(library, network, (1, source.count, TILE, TILE))
    tiles, seconds = 0, 0.0
    for row in range(0, source.height, CORE):
        for column in range(0, source.width, CORE):
            runtime.input[0] = read(source, row, column)
            begun = time.perf_counter()
            scores = runtime.run()
            seconds += time.perf_counter() - begun
            height, width = min(CORE, source.height - row), min(CORE, source.width - column)
            inner = scores[:, PADDING:PADDING + height, PADDING:PADDING + width]
            target.write(inner.argmax(axis=0).astype(np.uint8), 1, window=Window(column, row, width, height))
            tiles += 1
    return tiles, seconds


def main(library, network, raster, result):
    begun = time.perf_counter()
    plain = Path(result).with_suffix(".plain.tif")
    with rasterio.open(raster) as source:
        profile = {
            "driver": "GTiff", "width": source.width, "height": source.height, "count": 1, "dtype": "uint8", "crs": source.crs,
            "transform": source.transform, "tiled": True, "blockxsize": 512, "blockysize": 512,
        }
        with rasterio.open(plain, "w", **profile) as target:
            tiles, run = classify(library, network, source, target)
    translated = time.perf_counter()
    subprocess.run(
        ["gdal_translate", "-q", "-of", "COG", "-co", "COMPRESS=DEFLATE", "-co", "LEVEL=1", "-co", "OVERVIEW_RESAMPLING=MODE", "-co", "BLOCKSIZE=512",
         "-co", "NUM_THREADS=ALL_CPUS", plain, result], check=True)
    ended = time.perf_counter()
    plain.unlink()
    print(json.dumps({"seconds": ended - begun, "run": run, "translate": ended - translated, "tiles": tiles}))


if __name__ == "__main__":
    main(*sys.argv[1:])
