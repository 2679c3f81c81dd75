using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RasterAnalysis.Accuracy;

namespace RasterAnalysis.Api.Items;

/// <summary>How right a class raster is, by reference data.</summary>
/// <param name="Method">
/// <c>stratifiedSample</c>: estimated from points, with the classes of the map as strata (Olofsson et al. 2014). <c>census</c>: every pixel was compared with a reference raster.
/// </param>
/// <param name="OverallAccuracy">The part of the map that is right, 0 to 1.</param>
/// <param name="Classes">The classes, in the order of the rows and columns of the matrices.</param>
/// <param name="ConfusionMatrix">Samples: a row for each class of the map, a column for each class of the reference.</param>
/// <param name="AreaMatrix">The same in parts of the map's area, which add up to 1.</param>
/// <param name="Kappa">Cohen's kappa, where it was asked for.</param>
/// <param name="AreaUnit">Unit of the areas.</param>
/// <param name="AreaNote">How the areas of the map were found; where square metres are not known, why.</param>
/// <param name="Reference">What the map was compared with.</param>
/// <param name="Assessed">When, in UTC.</param>
/// <param name="Warnings">What makes the estimates weaker than they look.</param>
internal sealed record AccuracyModel(
    [property: AllowedValues("stratifiedSample", "census")] string Method,
    AccuracyEstimateModel OverallAccuracy,
    IReadOnlyList<ClassAccuracyModel> Classes,
    IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix,
    IReadOnlyList<IReadOnlyList<double>> AreaMatrix,
    double? Kappa,
    [property: AllowedValues("squareMetres", "pixels")] string AreaUnit,
    string AreaNote,
    AccuracyReferenceModel Reference,
    DateTimeOffset Assessed,
    IReadOnlyList<string> Warnings)
{
    public static AccuracyModel From(AccuracyReport report)
    {
        var found = report.Assessment;
        return new AccuracyModel(
            found.IsCensus ? "census" : "stratifiedSample",
            AccuracyEstimateModel.From(found.Overall),
            [
                .. found.Classes.Select(c => new ClassAccuracyModel(
                    c.Value, c.Name, c.MapCount, c.ReferenceCount, c.MapArea, AccuracyEstimateModel.From(c.Users), AccuracyEstimateModel.From(c.Producers), AccuracyEstimateModel.From(c.Area))),
            ],
            found.Counts, found.Proportions, found.Kappa, report.InSquareMetres ? "squareMetres" : "pixels", report.AreaNote,
            new AccuracyReferenceModel(
                report.Reference.Name, report.Reference.IsRaster ? "raster" : "points", report.Reference.Compared, report.Reference.Outside, report.Reference.NoData, report.Reference.Unlabelled),
            report.Assessed, found.Warnings);
    }
}

/// <summary>An estimate with its 95 % interval. Everything but the value is null where it is not known; the value too, where nothing says what it is.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error; 0 for a census.</param>
/// <param name="Margin">1.96 standard errors.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
internal sealed record AccuracyEstimateModel(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? StandardError,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Margin,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Lower,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Upper)
{
    public static AccuracyEstimateModel From(AccuracyEstimate estimate) => new(estimate.Value, estimate.StandardError, estimate.Margin, estimate.Lower, estimate.Upper);
}

/// <summary>What reference data say of one class.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="MapSamples">Samples that the map gives this class.</param>
/// <param name="ReferenceSamples">Samples that are of this class by the reference.</param>
/// <param name="MapArea">How much of the map has it, in the unit of the areas.</param>
/// <param name="UsersAccuracy">The part of what the map gives this class that is of it.</param>
/// <param name="ProducersAccuracy">The part of what is of this class that the map gives it.</param>
/// <param name="AdjustedArea">How much there is of it really, in the unit of the areas: the error-adjusted area.</param>
internal sealed record ClassAccuracyModel(
    long Value, string Name, long MapSamples, long ReferenceSamples, double MapArea, AccuracyEstimateModel UsersAccuracy, AccuracyEstimateModel ProducersAccuracy, AccuracyEstimateModel AdjustedArea);

/// <summary>A reference, and what became of its samples: points, or pixels where it is a raster.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Type">What it is.</param>
/// <param name="Compared">Samples with a class in both.</param>
/// <param name="Outside">Points beside the raster.</param>
/// <param name="NoData">Points where the raster has no class; for a raster pixels of which the reference has none.</param>
/// <param name="Unlabelled">Points of which nothing says what class they are.</param>
internal sealed record AccuracyReferenceModel(string Name, [property: AllowedValues("points", "raster")] string Type, long Compared, long Outside, long NoData, long Unlabelled);
