using System.Globalization;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>Finds the bands of a raster that a network takes (<c>ExtractBands</c>, <c>docs/reference/dlpk-and-emd.md#bands</c>).</summary>
public static class BandSelection
{
    private const string MappingField = "modelArguments.band_mapping";
    private const int MostShown = 50;

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

    /// <summary>Selects the bands as a job's <c>band_mapping</c> says, or as the definition does where it says nothing.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="raster">The input.</param>
    /// <param name="wanted">Bands that the network takes.</param>
    /// <param name="mapping">For each of them the raster's band, a number from 1 or a name; null for none given.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <returns>Bands in network order.</returns>
    /// <exception cref="InvalidRequestException">The raster lacks a band that is named, or another number of bands is.</exception>
    public static IReadOnlyList<BandInfo> Select(
        ModelDefinition definition, RasterInfo raster, int wanted, IReadOnlyList<string>? mapping, ICollection<string> warnings)
    {
        if (mapping is null)
        {
            return Select(definition, raster, wanted, warnings);
        }

        return mapping.Count == wanted ? [.. mapping.Select(entry => Find(entry, raster))] : throw new InvalidRequestException(
            MappingField, $"names {mapping.Count} band{(mapping.Count == 1 ? "" : "s")}, but the network takes {wanted}; name one of the raster's for each of these, in the network's order.");
    }

    /// <summary>
    /// Bands that a job has mapped, under the numbers that they had in the raster that the model was trained on: by these the lists of <c>NormalizationStats</c> are read.
    /// </summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="bands">The raster's bands in network order.</param>
    public static IReadOnlyList<BandInfo> AsTrained(ModelDefinition definition, IReadOnlyList<BandInfo> bands) =>
        [.. bands.Select((band, i) => band with { Number = (definition.ExtractBands.ElementAtOrDefault(i).Index ?? i) + 1 })];

    private static BandInfo Find(string entry, RasterInfo raster)
    {
        if (int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number >= 1 && number <= raster.Bands.Count ? raster.Bands[number - 1] : throw new InvalidRequestException(
                MappingField, $"names band {number}, but the raster has {Count(raster)}, counted from 1.");
        }

        return Named(entry, raster) ?? throw new InvalidRequestException(
            MappingField, $"names a band '{entry}', which the raster does not have; its bands are {Listed(raster)}.");
    }

    // GDAL has no fixed place for band names: authors use the description, sensors the colour interpretation. Letter by letter first: signs tell level=-5 from level=5
    private static BandInfo? Named(string name, RasterInfo raster) =>
        raster.Bands.FirstOrDefault(band => band.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? raster.Bands.FirstOrDefault(band => Same(band.Name, name)) ?? raster.Bands.FirstOrDefault(band => Same(band.ColorInterpretation, name));

    private static BandInfo Find(BandSelector selector, RasterInfo raster)
    {
        if (selector.Index is { } index)
        {
            return index < raster.Bands.Count ? raster.Bands[index] : throw new InvalidRequestException(
                "inputRaster",
                $"has {Count(raster)}, but ExtractBands of the model asks for index {index} (0-based), which is band {index + 1}; give a raster that has it.");
        }

        return Named(selector.Name!, raster) ?? throw new InvalidRequestException(
                "inputRaster",
                $"has no band named '{selector.Name}', which ExtractBands of the model asks for; its bands are {Listed(raster)}.");
    }

    private static bool Same(string a, string b) => Plain(a).Equals(Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);

    private static string Shown(BandInfo band) => band.Name.Length > 0 ? $"'{band.Name}'" : $"{band.Number} ({band.ColorInterpretation})";

    private static string Listed(RasterInfo raster) =>
        $"{string.Join(", ", raster.Bands.Take(MostShown).Select(Shown))}{(raster.Bands.Count > MostShown ? $" and {raster.Bands.Count - MostShown} more" : "")}";

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
