"""Areas of the pixels of a grid by PROJ's own areal scale (proj_factors), through Debian's python3-pyproj.

    areal_scale.py CRS WIDTH HEIGHT X_ORIGIN X_COLUMN X_ROW Y_ORIGIN Y_COLUMN Y_ROW

Prints square metres, a line a pixel, row by row: map area over areal scale, by Gauss-Legendre with four places on each side of a pixel.
"""
import sys

import numpy
from pyproj import CRS, Proj

name, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
x0, xc, xr, y0, yc, yr = map(float, sys.argv[4:])
crs = CRS.from_user_input(name)
proj = Proj(crs)
metres = crs.axis_info[0].unit_conversion_factor
places, weights = numpy.polynomial.legendre.leggauss(4)
places, weights = (places + 1) / 2, weights / 2

rows, columns = numpy.mgrid[0:height, 0:width].astype(float)
areas = numpy.zeros((height, width))
for u, across in zip(places, weights):
    for v, down in zip(places, weights):
        column, row = columns + u, rows + v
        longitude, latitude = proj(x0 + column * xc + row * xr, y0 + column * yc + row * yr, inverse=True)
        areas += across * down / numpy.asarray(proj.get_factors(longitude, latitude).areal_scale)
for area in (areas * abs(xc * yr - xr * yc) * metres ** 2).ravel():
    print(repr(float(area)))
