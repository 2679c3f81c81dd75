using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>The arguments of <c>ExtractBand</c>: <c>BandIDs</c>, from 0; the first band when they are not said.</summary>
internal static class ExtractBandRule
{
    private const int MaxBands = 1000;

    /// <summary>Reads them.</summary>
    public static ExtractBandFunction Read(RuleArguments arguments)
    {
        var bands = arguments.Numbers("BandIDs", MaxBands) ?? [0];
        return bands.Count > 0 && bands.All(band => band >= 0 && band < int.MaxValue && Math.Floor(band) == band)
            ? new ExtractBandFunction([.. bands.Select(band => (int)band + 1)])
            : throw arguments.Refuse("BandIDs", "must be a list of whole numbers, of which 0 is the first band; bands are not chosen by name or wavelength here.");
    }
}
