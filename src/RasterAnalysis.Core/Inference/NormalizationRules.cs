using System.Globalization;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>
/// Chooses how the input is normalised. First that applies: the job argument <c>data_range</c>; <c>NormalizationStats</c>; the rule of
/// arcgis.learn for its own packages; <c>DataRange</c>; the values as they are (<c>docs/reference/model-packages.md#normalisation</c>).
/// </summary>
public static class NormalizationRules
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetStd = [0.229, 0.224, 0.225];

    /// <summary>Chooses the rule for one job.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="bands">The input's bands in network order.</param>
    /// <param name="rasterBandCount">Bands of the input raster; the lists of <c>NormalizationStats</c> are indexed by these.</param>
    /// <param name="networkType">Element type of the network's input; integers are fed as they are.</param>
    /// <param name="dataRange">The job argument <c>data_range</c>; null when not given.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <exception cref="ModelPackageException">The package's lists do not fit the bands.</exception>
    public static Normalization Choose(
        ModelDefinition definition,
        IReadOnlyList<BandInfo> bands,
        int rasterBandCount,
        TensorElementType networkType,
        DataRangeArgument? dataRange,
        ICollection<string> warnings)
    {
        if (dataRange is { } argument)
        {
            return argument.Range is { } range
                ? MapTypeRange(bands, range)
                : AsTheyAre(bands, "Values are fed as they are, because data_range is none.");
        }

        if (networkType is not (TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double))
        {
            return AsTheyAre(bands, $"Values are fed as they are where they fit, because the network takes {networkType}.");
        }

        if (definition.NormalizationStats is { } stats && FromStats(stats, bands, rasterBandCount, warnings) is { } byStats)
        {
            return stats is { ClipMin: null, ClipMax: null } ? byStats : Cut(byStats, new StatsSelector(stats, bands, rasterBandCount, warnings), stats);
        }

        if (definition.IsArcGisLearn)
        {
            return ArcGisLearn(definition, bands, warnings);
        }

        return definition.DataRange is { } definitionRange
            ? MapRange(bands, definitionRange, definition, warnings, "DataRange of the .emd")
            : AsTheyAre(bands, "Values are fed as they are; the .emd asks for no normalisation.");
    }

    /// <summary>Chooses the rule for the bands of a job, whether the definition chose them or the job's <c>band_mapping</c>.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="bands">The input's bands in network order.</param>
    /// <param name="raster">The input.</param>
    /// <param name="networkType">Element type of the network's input.</param>
    /// <param name="arguments">The job's arguments.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <exception cref="ModelPackageException">The package's lists do not fit the bands.</exception>
    public static Normalization Choose(
        ModelDefinition definition, IReadOnlyList<BandInfo> bands, RasterInfo raster, TensorElementType networkType, ModelArguments arguments, ICollection<string> warnings)
    {
        if (arguments.BandMapping is null)
        {
            return Choose(definition, bands, raster.Bands.Count, networkType, arguments.DataRange, warnings);
        }

        // the lists are those of the raster that the model was trained on, in whatever order this one has its bands
        var trained = BandSelection.AsTrained(definition, bands);
        return Choose(definition, trained, trained.Max(band => band.Number), networkType, arguments.DataRange, warnings);
    }

    private static Normalization AsTheyAre(IReadOnlyList<BandInfo> bands, string description) =>
        new(description, [.. bands.Select(_ => BandNormalization.None)]);

    private static Normalization? FromStats(
        NormalizationStats stats, IReadOnlyList<BandInfo> bands, int rasterBandCount, ICollection<string> warnings)
    {
        if (stats is { BandMin: { } min, BandMax: { } max })
        {
            var mean = stats.ScaledMean;
            var std = stats.ScaledStd;
            var select = new StatsSelector(stats, bands, rasterBandCount, warnings);
            var result = bands.Select((_, i) =>
            {
                var low = select.Value(min, "band_min_values", i);
                var range = select.Value(max, "band_max_values", i) - low;
                var m = mean is null ? 0 : select.Value(mean, "scaled_mean_values", i);
                var s = std is null ? 1 : NonZero(select.Value(std, "scaled_std_values", i));
                return range == 0
                    ? new BandNormalization(0, 0, -m / s) // a flat band: y is 0 everywhere
                    : new BandNormalization(low + (m * range), 1 / (range * s), 0);
            }).ToArray();
            return new Normalization(
                mean is null
                    ? "Values are normalised by NormalizationStats of the .emd: band minimum to maximum onto 0 to 1."
                    : "Values are normalised by NormalizationStats of the .emd: band minimum to maximum onto 0 to 1, then scaled mean and deviation.",
                result);
        }

        if (stats is { BandMean: { } bandMean, BandStd: { } bandStd })
        {
            var select = new StatsSelector(stats, bands, rasterBandCount, warnings);
            return new Normalization(
                "Values are normalised by NormalizationStats of the .emd: band mean and deviation.",
                [.. bands.Select((_, i) => new BandNormalization(
                    select.Value(bandMean, "band_mean_values", i), 1 / NonZero(select.Value(bandStd, "band_std_values", i)), 0))]);
        }

        return stats is { ClipMin: null, ClipMax: null } ? null : AsTheyAre(bands, "Values are fed as they are.");
    }

    private static Normalization Cut(Normalization rule, StatsSelector select, NormalizationStats stats)
    {
        static double? Bound(double bound) => double.IsFinite(bound) ? bound : null;
        var bands = rule.Bands.Select((band, i) => band with
        {
            Low = stats.ClipMin is { } low ? Bound(select.Value(low, NormalizationStats.ClipMinKey, i)) : null,
            High = stats.ClipMax is { } high ? Bound(select.Value(high, NormalizationStats.ClipMaxKey, i)) : null,
        }).ToArray();
        return Array.FindIndex(bands, band => band.Low > band.High) is >= 0 and var wrong
            ? throw new ModelPackageException($"NormalizationStats.{NormalizationStats.ClipMinKey} is above {NormalizationStats.ClipMaxKey} for band {wrong + 1} of the network; it must not be.")
            : new Normalization($"{rule.Description} Before that they are cut to the bounds of {NormalizationStats.ClipMinKey} and {NormalizationStats.ClipMaxKey}.", bands);
    }

    private static Normalization ArcGisLearn(ModelDefinition definition, IReadOnlyList<BandInfo> bands, ICollection<string> warnings)
    {
        if (definition.ModelName == "MultiTaskRoadExtractor")
        {
            return AsTheyAre(bands, "Values are fed as they are, as arcgis.learn does for MultiTaskRoadExtractor.");
        }

        if (bands.Count != 3)
        {
            throw new ModelPackageException(
                $"The package follows arcgis.learn and has no NormalizationStats; its ImageNet rule is for 3 bands, but the network takes {bands.Count}.");
        }

        if (bands.Any(band => band.PixelType != PixelType.U8))
        {
            warnings.Add("arcgis.learn's ImageNet normalisation is meant for 8-bit values; the input has another type. Set data_range to choose otherwise.");
        }

        return new Normalization(
            "Values are normalised by ImageNet's mean and deviation on 0 to 255, arcgis.learn's rule for packages without NormalizationStats.",
            [.. bands.Select((_, i) => new BandNormalization(255 * ImageNetMean[i], 1 / (255 * ImageNetStd[i]), 0))]);
    }

    /// <summary>The job argument maps the input type's own range, so that it means the same for every raster of that type.</summary>
    private static Normalization MapTypeRange(IReadOnlyList<BandInfo> bands, ValueRange target)
    {
        var sources = bands.Select(band => TypeRange(band) ?? OfStatistics(band) ?? throw new InvalidRequestException(
            "modelArguments.data_range",
            $"cannot be used: band {band.Number} is floating point and the file carries no statistics, so there is no range to map. Give none, or compute statistics (gdalinfo -stats)."));
        return Map([.. sources], target, "the job argument data_range");
    }

    private static Normalization MapRange(
        IReadOnlyList<BandInfo> bands, ValueRange target, ModelDefinition definition, ICollection<string> warnings, string origin)
    {
        var sources = bands.Select(band => SourceRange(band, definition)).ToArray();
        var unknown = sources.Select((source, i) => (source, bands[i].Number)).Where(pair => pair.source is null).ToArray();
        if (unknown.Length > 0)
        {
            warnings.Add(
                $"Band {unknown[0].Number} is floating point and the file carries no statistics, so {origin} cannot be applied; values are fed as they are.");
            return AsTheyAre(bands, "Values are fed as they are; their range is not known.");
        }

        return Map([.. sources.Select(source => source!.Value)], target, origin);
    }

    private static Normalization Map(IReadOnlyList<(ValueRange Range, string Origin)> sources, ValueRange target, string origin)
    {
        var (range, what) = sources[0];
        var description = string.Create(
            CultureInfo.InvariantCulture, $"Values from {range.Low:R} to {range.High:R} ({what}) are mapped onto {target.Low:R} to {target.High:R} by {origin}.");
        return new Normalization(description, [.. sources.Select(source => Map(source.Range, target))]);
    }

    private static BandNormalization Map(ValueRange source, ValueRange target) =>
        source.High == source.Low
            ? new BandNormalization(0, 0, target.Low)
            : new BandNormalization(source.Low, (target.High - target.Low) / (source.High - source.Low), target.Low);

    private static (ValueRange Range, string Origin)? SourceRange(BandInfo band, ModelDefinition definition)
    {
        if (band.PixelType == PixelType.U8)
        {
            return TypeRange(band);
        }

        if (TrainingStatistics(definition, band.Number - 1) is { } training)
        {
            return (training, "AllTilesStats of the .emd");
        }

        return OfStatistics(band) ?? TypeRange(band);
    }

    private static (ValueRange Range, string Origin)? OfStatistics(BandInfo band) =>
        band.Statistics is { } known ? (new ValueRange(known.Min, known.Max), "the raster's statistics") : null;

    private static (ValueRange Range, string Origin)? TypeRange(BandInfo band) => band.PixelType.IntegerRange() is { } range
        ? (new ValueRange(range.Min, range.Max), band.PixelType == PixelType.U8 ? "the range of 8-bit pixels" : $"the range of {band.PixelType}") : null;

    private static ValueRange? TrainingStatistics(ModelDefinition definition, int band) =>
        definition.Document["AllTilesStats"] is System.Text.Json.Nodes.JsonArray stats && band < stats.Count
        && stats[band]?["Min"].AsNumber() is { } min && stats[band]?["Max"].AsNumber() is { } max && max > min
            ? new ValueRange(min, max)
            : null;

    private static double NonZero(double deviation) => deviation == 0 ? 1 : deviation;

    /// <summary>Picks a band's entry from a list that is indexed by the raster's bands, or by the extracted bands where only those are listed.</summary>
    private sealed class StatsSelector(NormalizationStats stats, IReadOnlyList<BandInfo> bands, int rasterBandCount, ICollection<string> warnings)
    {
        public double Value(IReadOnlyList<double> list, string key, int band)
        {
            if (stats.IsInNetworkOrder)
            {
                return list.Count == bands.Count ? list[band] : throw new ModelPackageException(
                    $"NormalizationStats.{key} has {list.Count} entries, but the network takes {bands.Count} bands; with {NormalizationStats.OrderKey} it needs one for each of these.");
            }

            var index = bands[band].Number - 1;
            if (list.Count > index && list.Count >= rasterBandCount)
            {
                return list[index];
            }

            if (list.Count == bands.Count)
            {
                if (bands.Select((b, i) => b.Number - 1 == i).Contains(false))
                {
                    var warning = $"NormalizationStats.{key} has one entry for each extracted band rather than for each band of the raster; it is read in that order.";
                    if (!warnings.Contains(warning))
                    {
                        warnings.Add(warning);
                    }
                }

                return list[band];
            }

            return list.Count > index ? list[index] : throw new ModelPackageException(
                $"NormalizationStats.{key} has {list.Count} entries, but band {index + 1} of the raster is used; it needs one entry for each band.");
        }
    }
}
