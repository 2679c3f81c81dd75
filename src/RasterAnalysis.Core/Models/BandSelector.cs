using System.Globalization;

namespace RasterAnalysis.Models;

/// <summary>One entry of <c>ExtractBands</c>: a 0-based band index, or a band's name.</summary>
/// <param name="Index">0-based index; null when the band is named.</param>
/// <param name="Name">Name of the band; null when it is given by index.</param>
public readonly record struct BandSelector(int? Index, string? Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name ?? Index?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
