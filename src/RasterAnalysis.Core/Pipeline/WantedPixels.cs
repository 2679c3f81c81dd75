using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>Which pixels of a section a mask wants; all of them where there is none.</summary>
internal sealed class WantedPixels
{
    private readonly PixelWindow _window;
    private readonly byte[]? _wanted;

    private WantedPixels(PixelWindow window, byte[]? wanted) => (_window, _wanted) = (window, wanted);

    /// <summary>Whether there is no mask.</summary>
    public bool IsAll => _wanted is null;

    /// <summary>Reads those of a section.</summary>
    /// <param name="mask">The mask; null for none.</param>
    /// <param name="window">The section, in pixels of the processing grid.</param>
    /// <exception cref="RasterAccessException">The mask cannot be read.</exception>
    public static WantedPixels Of(IPixelMask? mask, PixelWindow window)
    {
        if (mask is null)
        {
            return new WantedPixels(window, null);
        }

        var wanted = new byte[checked((int)window.PixelCount)];
        mask.Read(window, wanted);
        return new WantedPixels(window, wanted);
    }

    /// <summary>Whether a pixel is wanted.</summary>
    /// <param name="row">Row of the section.</param>
    /// <param name="column">Column of the section.</param>
    public bool Has(int row, int column) => _wanted is null || _wanted[(row * _window.Width) + column] != 0;

    /// <summary>Whether any pixel of a part is wanted.</summary>
    /// <param name="part">Window in pixels of the section.</param>
    public bool HasAny(PixelWindow part)
    {
        for (var row = part.RowOffset; row < part.RowEnd; row++)
        {
            if (_wanted is null || _wanted.AsSpan((row * _window.Width) + part.ColumnOffset, part.Width).ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }
}
