"""Labels for the Landsat scene, made by spectral rules: there is no ground truth for it.

The thresholds are in the scene's own digital numbers (0 to 255) and were set by eye against colour composites of it; they
hold for no other scene.
"""

import numpy as np

FOREST, GRASS, BARE, WATER, SCRUB, IMPERVIOUS = range(6)


def ratio(a, b):
    """The normalised difference of two bands: NDVI, MNDWI and the like."""
    return (a - b) / (a + b + 1e-6)


def window_sum(x, radius):
    """The sum over a square window, the edge pixels repeated outward."""
    height, width = x.shape[-2:]
    side = 2 * radius + 1
    padded = np.pad(x, [(0, 0)] * (x.ndim - 2) + [(radius, radius)] * 2, mode="edge")
    return sum(padded[..., i:i + height, j:j + width] for i in range(side) for j in range(side))


def window_mean(x, radius):
    return window_sum(x, radius) / (2 * radius + 1) ** 2


def classify(scene):
    """The rules, from the weakest to the strongest: a later one overrules an earlier one."""
    blue, green, red, nir, swir1, swir2 = scene
    near = window_mean(scene, 1)   # 3 x 3: the grain of a field or a wood, not of a single pixel
    wide = window_mean(scene, 2)   # 5 x 5: a wood is dark as a whole, the shaded side of one hill is not a wood
    ndvi = ratio(nir, red)
    ndvi_near = ratio(near[3], near[2])

    labels = np.full(red.shape, IMPERVIOUS)            # what no rule claims; the town is most of this scene
    green_cover = (ndvi_near > 0.05) & (ndvi > 0)
    labels[green_cover] = SCRUB
    labels[green_cover & (near[2] >= 54) & (near[4] >= 86)] = GRASS                           # bright, dry
    labels[green_cover & (ndvi_near > 0.2) & (wide[2] < 45) & (wide[4] < 77)] = FOREST        # dense, dark; mangrove too

    soil = (ndvi_near <= 0.05) & (ratio(red, blue) > 0.04) & (red > 95) & (swir1 > 105)       # bright and reddish
    sand = ~green_cover & (blue > 105) & (red > 112) & (nir > 70) & (red > blue)              # beaches: bright in all bands
    labels[soil | sand] = BARE

    water = (ratio(green, swir1) > 0.25) & (ndvi < 0.1)
    surf = (window_sum(water.astype("float32"), 3) >= 29) & (ndvi < -0.15) & (nir < 60)       # reef and foam within the sea
    labels[water | surf] = WATER
    return labels


def majority(labels, classes=6):
    """The commonest class in 3 x 3, with half a vote more for the pixel itself."""
    votes = (labels[None] == np.arange(classes)[:, None, None]).astype("float32")
    return (window_sum(votes, 1) + 0.5 * votes).argmax(axis=0)


def make_labels(scene):
    """Class numbers (0 to 5) of a scene given as float32 [6, height, width]."""
    by_rule = classify(scene)
    labels = majority(majority(by_rule))
    labels[by_rule == WATER] = WATER       # rivers are a pixel or two wide and would lose every vote
    return labels
