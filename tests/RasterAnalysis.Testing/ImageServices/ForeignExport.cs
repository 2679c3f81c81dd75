using System.Collections.Specialized;

namespace RasterAnalysis.Testing.ImageServices;

/// <summary>An <c>exportImage</c> that a <see cref="ForeignImageServer"/> was asked for.</summary>
/// <param name="Number">How many were asked for before.</param>
/// <param name="Column">First column.</param>
/// <param name="Row">First row.</param>
/// <param name="Width">Columns asked for.</param>
/// <param name="Height">Rows asked for.</param>
/// <param name="Parameters">Every parameter.</param>
public sealed record ForeignExport(int Number, int Column, int Row, int Width, int Height, NameValueCollection Parameters)
{
    /// <summary>Whether the picture itself is wanted, not its address.</summary>
    public bool WantsImage => Parameters["f"] == "image";
}
