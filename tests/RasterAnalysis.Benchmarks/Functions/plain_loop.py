"""The loop that somebody would write around a Python raster function: each line on standard input is a number of blocks, and is answered with the seconds that they took."""
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from Roots import Roots  # noqa: E402

function = Roots()
block = numpy.fromfunction(lambda band, row, column: (row * 7 + column * 13 + band * 29) % 256, (3, 256, 256)).astype("u1")
mask = numpy.ones_like(block)
props = {"extent": (0, 0, 256, 256), "pixelType": "u1"}
for line in sys.stdin:
    begin = time.perf_counter()
    for _ in range(int(line)):
        # each block is another part of a raster, which functions may write into
        function.updatePixels((0, 0), (1, 256, 256), props, raster_pixels=block.copy(), raster_mask=mask.copy())
    print(time.perf_counter() - begin, flush=True)
