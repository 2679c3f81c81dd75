"""Scenes to learn from: the Landsat scene of ../scene with ponds and bare fields drawn over its land.

What is drawn takes its pixels from the scene's own: a pond those of its water, a field those of its bare land, with an edge of mixed pixels
as a sensor sees it. What the rules of ../land-cover call water or bare land, in patches of the right size, is an object too.
"""
import numpy as np
from scipy import ndimage

import labels as rules

POND, FIELD = range(2)
CLASSES = [("Pond", (0, 112, 255)), ("Bare Field", (230, 76, 0))]
LEAST, MOST = 12, 400          # pixels of a patch of the scene that counts as an object


def patches(labels):
    """Objects that the scene has by itself: rows of (class, left, top, right, bottom), in pixels."""
    found = []
    for kind, value in ((POND, rules.WATER), (FIELD, rules.BARE)):
        numbered, _ = ndimage.label(labels == value)
        sizes = np.bincount(numbered.ravel())
        for number, (rows, columns) in enumerate(ndimage.find_objects(numbered), start=1):
            if LEAST <= sizes[number] <= MOST:
                found.append((kind, columns.start, rows.start, columns.stop, rows.stop))
    return found


def oval(height, width, random):
    """Cover (0 to 1) of a turned ellipse over a grid of pixels, and its box."""
    a, b = random.uniform(2.5, 9, 2)
    return turned(height, width, random, a, b, lambda x, y: np.hypot(x / a, y / b) <= 1)


def oblong(height, width, random):
    """Cover (0 to 1) of a turned rectangle over a grid of pixels, and its box."""
    a, b = random.uniform(3, 9, 2)
    return turned(height, width, random, a, b, lambda x, y: (np.abs(x) <= a) & (np.abs(y) <= b))


def turned(height, width, random, a, b, inside):
    reach = int(np.ceil(np.hypot(a, b))) + 1
    if min(height, width) <= 2 * reach:
        return None
    row, column = random.uniform(reach, height - reach), random.uniform(reach, width - reach)
    angle = random.uniform(0, np.pi)
    steps = np.arange(0.125, 1, 0.25)                              # four by four samples of a pixel
    y = (np.arange(height)[:, None] + steps).ravel() - row
    x = (np.arange(width)[:, None] + steps).ravel() - column
    along = x[None] * np.cos(angle) + y[:, None] * np.sin(angle)
    across = y[:, None] * np.cos(angle) - x[None] * np.sin(angle)
    cover = inside(along, across).reshape(height, 4, width, 4).mean(axis=(1, 3)).astype("float32")
    rows, columns = np.nonzero(cover.max(axis=1) >= 0.5)[0], np.nonzero(cover.max(axis=0) >= 0.5)[0]
    return (cover, (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)) if rows.size and columns.size else None


class Scenes:
    """Draws objects over parts of a scene.

    pixels [6, rows, columns] of Float32, labels [rows, columns]; only what lies within a part is looked at.
    """

    def __init__(self, pixels, labels, random):
        self.pixels, self.labels, self.random = pixels, labels, random
        self.spectra = [pixels[:, labels == value] for value in (rules.WATER, rules.BARE)]

    def draw(self, rows, columns, most):
        """The part with up to `most` objects drawn into it, and all its objects; those cut by its edge are left out."""
        image = self.pixels[:, rows, columns].copy()
        labels = self.labels[rows, columns]
        height, width = labels.shape
        objects = [o for o in patches(labels) if o[1] > 0 and o[2] > 0 and o[3] < width and o[4] < height]
        taken = (labels == rules.WATER) | (labels == rules.BARE)
        for _ in range(self.random.integers(most + 1)):
            kind = int(self.random.integers(2))
            drawn = (oval if kind == POND else oblong)(height, width, self.random)
            if drawn is None:
                continue
            cover, box = drawn
            if (taken & ndimage.binary_dilation(cover > 0, iterations=2)).any():
                continue
            taken |= cover > 0
            choice = self.spectra[kind]
            # one pixel of the scene for the whole of it, a little of others for its grain
            base = choice[:, self.random.integers(choice.shape[1])][:, None, None]
            grain = choice[:, self.random.integers(choice.shape[1], size=(height, width))]
            image += cover * (0.75 * base + 0.25 * grain - image)
            objects.append((kind, *box))
        return image.round().clip(0, 255), objects
