namespace RasterAnalysis.Pipeline;

/// <summary>Tells quickly whether any pixel of a rectangle of a tile is a hole, by sums over all rectangles that begin at the upper left corner.</summary>
/// <remarks>Not thread-safe; buffers are kept from tile to tile.</remarks>
internal sealed class HoleSums
{
    private int[] _sums = [];
    private byte[] _isNone = [];
    private int _width;
    private int _height;
    private bool _hasAny;

    /// <summary>Sums a tile's holes up.</summary>
    /// <param name="validity">Rows × columns; 0 for a hole.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="more">Pixels that are holes too, by their place in <paramref name="validity"/>.</param>
    public void Sum(ReadOnlySpan<byte> validity, int width, int height, IEnumerable<List<int>> more)
    {
        (_width, _height) = (width, height);
        _isNone = _isNone.Length == validity.Length ? _isNone : new byte[validity.Length];
        validity.CopyTo(_isNone);
        foreach (var pixel in more.SelectMany(pixels => pixels))
        {
            _isNone[pixel] = 0;
        }

        _hasAny = _isNone.AsSpan().Contains((byte)0);
        if (!_hasAny)
        {
            return;
        }

        // the first row and column stay zero
        var line = width + 1;
        _sums = _sums.Length == line * (height + 1) ? _sums : new int[line * (height + 1)];
        for (var row = 0; row < height; row++)
        {
            var sum = 0;
            for (var column = 0; column < width; column++)
            {
                sum += _isNone[(row * width) + column] == 0 ? 1 : 0;
                _sums[((row + 1) * line) + column + 1] = _sums[(row * line) + column + 1] + sum;
            }
        }
    }

    /// <summary>Whether there is a hole between two rows and two columns, the last ones included; what lies outside of the tile is none.</summary>
    public bool Has(int row, int lastRow, int column, int lastColumn)
    {
        if (!_hasAny)
        {
            return false;
        }

        var line = _width + 1;
        var (top, bottom) = (Math.Clamp(row, 0, _height), Math.Clamp(lastRow + 1, 0, _height));
        var (left, right) = (Math.Clamp(column, 0, _width), Math.Clamp(lastColumn + 1, 0, _width));
        return _sums[(bottom * line) + right] - _sums[(top * line) + right] - _sums[(bottom * line) + left] + _sums[(top * line) + left] > 0;
    }
}
