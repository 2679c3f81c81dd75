using System.Globalization;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Pixel values as texts, as ArcGIS writes them.</summary>
internal static class PixelText
{
    /// <summary>What stands for no pixel in <c>identify</c>.</summary>
    public const string NoData = "NoData";

    /// <summary>The values of the bands in one text; <paramref name="missing"/> alone where no band has a pixel.</summary>
    public static string Join(IReadOnlyList<double?> bands, string separator, string missing) => bands.All(band => band is null)
        ? missing
        : string.Join(separator, bands.Select(band => band is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : missing.Length > 0 ? missing : "NaN"));
}
