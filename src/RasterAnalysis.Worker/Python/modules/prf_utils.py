"""What raster functions of Esri's manner import by this name: batches of tiles in one block of pixels. Our own; only what classifiers of pixels use."""
import numpy


def calculate_rectangle_size_from_batch_size(batch_size):
    """Rows and columns of the rectangle in which a batch's tiles lie: nearly a square where one has exactly so many, else one column."""
    batch_size = int(batch_size)
    side = round(batch_size ** 0.5)
    other = batch_size // side
    for rows, columns in ((side, other), (side + 1, other), (side, other + 1)):
        if rows * columns == batch_size:
            return min(rows, columns), max(rows, columns)
    return batch_size, 1


def get_tile_size(model_height, model_width, padding, batch_height, batch_width):
    """Rows and columns of the block that a rectangle of tiles gives, each without its padding."""
    return (model_height - 2 * padding) * batch_height, (model_width - 2 * padding) * batch_width


def tile_to_batch(pixel_block, model_height, model_width, padding, fixed_tile_size=True, **kwargs):
    """Cuts a block (bands, rows, columns) into tiles that overlap by twice the padding.

    Gives the tiles (tiles, bands, model_height, model_width), zero where the block ends before them, and the rows and columns of tiles: batch_height and batch_width
    of the arguments, or with fixed_tile_size False as many as the block has.
    """
    inner_height, inner_width = model_height - 2 * padding, model_width - 2 * padding
    if fixed_tile_size:
        rows, columns = kwargs["batch_height"], kwargs["batch_width"]
    else:
        rows, columns = -(-(pixel_block.shape[1] - 2 * padding) // inner_height), -(-(pixel_block.shape[2] - 2 * padding) // inner_width)
    batch = numpy.zeros((rows * columns, pixel_block.shape[0], model_height, model_width), pixel_block.dtype)
    for place, tile in enumerate(batch):
        top, left = place // columns * inner_height, place % columns * inner_width
        part = pixel_block[:, top:top + model_height, left:left + model_width]
        tile[:, :part.shape[1], :part.shape[2]] = part
    return batch, rows, columns


def batch_to_tile(batch, batch_height, batch_width):
    """Lays tiles (tiles, bands, rows, columns) side by side: (bands, batch_height x rows, batch_width x columns)."""
    _, bands, height, width = batch.shape
    placed = batch[:batch_height * batch_width].reshape(batch_height, batch_width, bands, height, width)
    return placed.transpose(2, 0, 3, 1, 4).reshape(bands, batch_height * height, batch_width * width)


def get_available_device(max_memory=0.8):
    """Functions run on the processor here."""
    return -1
