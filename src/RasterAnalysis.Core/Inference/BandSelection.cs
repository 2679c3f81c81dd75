using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>Finds the bands of a raster that a network takes (<c>ExtractBands</c>, <c>docs/reference/dlpk-and-emd.md#bands</c>).</summary>
public static class BandSelection
{
    /// <summary>Selects the bands.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="raster">The input.</param>
    /// <param name="wanted">Bands that the network takes.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <returns>Bands in network order.</returns>
    /// <exception cref="InvalidRequestException">The raster lacks a band that the network takes.</exception>
    public static IReadOnlyList<BandInfo> Select(ModelDefinition definition, RasterInfo raster, int wanted, ICollection<string> warnings)
    {
        if (definition.ExtractBands.Count > 0)
        {
            WarnAboutOneBased(definition, raster, warnings);
            return [.. definition.ExtractBands.Select(band => Find(band, raster))];
        }

        if (raster.Bands.Count < wanted)
        {
            throw new InvalidRequestException(
                "inputRaster", $"has {Count(raster)}, but the network takes {wanted}; give a raster with at least {wanted} bands.");
        }

        if (raster.Bands.Count > wanted)
        {
            warnings.Add($"The raster has {Count(raster)} and the network takes {wanted}; the first {wanted} are used. ExtractBands of the .emd can say otherwise.");
        }

        return [.. raster.Bands.Take(wanted)];
    }

    private static BandInfo Find(BandSelector selector, RasterInfo raster)
    {
        if (selector.Index is { } index)
        {
            return index < raster.Bands.Count ? raster.Bands[index] : throw new InvalidRequestException(
                "inputRaster",
                $"has {Count(raster)}, but ExtractBands of the model asks for index {index} (0-based), which is band {index + 1}; give a raster that has it.");
        }

        // GDAL has no fixed place for band names: authors use the description, sensors the colour interpretation
        return raster.Bands.FirstOrDefault(band => Same(band.Name, selector.Name!))
            ?? raster.Bands.FirstOrDefault(band => Same(band.ColorInterpretation, selector.Name!))
            ?? throw new InvalidRequestException(
                "inputRaster",
                $"has no band named '{selector.Name}', which ExtractBands of the model asks for; its bands are {string.Join(", ", raster.Bands.Select(Shown))}.");
    }

    private static bool Same(string a, string b) => Plain(a).Equals(Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);

    private static string Shown(BandInfo band) => band.Name.Length > 0 ? $"'{band.Name}'" : $"{band.Number} ({band.ColorInterpretation})";

    private static string Count(RasterInfo raster) => raster.Bands.Count == 1 ? "1 band" : $"{raster.Bands.Count} bands";

    private static void WarnAboutOneBased(ModelDefinition definition, RasterInfo raster, ICollection<string> warnings)
    {
        var indexes = definition.ExtractBands.Select(band => band.Index).OfType<int>().ToArray();
        if (indexes.Length > 0 && !indexes.Contains(0) && indexes.Max() == raster.Bands.Count)
        {
            warnings.Add(
                $"ExtractBands of the .emd ({string.Join(", ", indexes)}) looks as if it counted bands from 1; ArcGIS counts from 0, and so does this service.");
        }
    }
}
