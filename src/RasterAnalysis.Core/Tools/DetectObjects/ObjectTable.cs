using RasterAnalysis.Catalog;
using RasterAnalysis.Detection;
using RasterAnalysis.Features;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>The table of a job's objects: class, confidence in per cent, and the raster in which each was found.</summary>
public static class ObjectTable
{
    /// <summary>Name of the field with the raster's name.</summary>
    public const string SourceField = "Source";

    private const double PerCent = 100;

    // a ten-thousandth of a per cent says all that a score does
    private const int Digits = 4;

    /// <summary>What the table is.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="wkt">Coordinate system as well-known text; null for none.</param>
    /// <param name="options">Names of fields.</param>
    public static FeatureTableDefinition Definition(string name, string? wkt, DetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FeatureTableDefinition(
            FeatureTableDefinition.NameOf(name, "Objects"), wkt,
            [
                new FeatureField(options.ClassField, FeatureFieldType.Text),
                new FeatureField(options.ConfidenceField, FeatureFieldType.Real, Alias: $"{options.ConfidenceField} (%)"),
                new FeatureField(SourceField, FeatureFieldType.Text),
            ]);
    }

    /// <summary>How many objects each class of a plan has, in its order; classes of one name share theirs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="plan">The plan by which they were found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<PublishedClass> Count(IFeatureTable table, DetectionPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        var field = table.Fields.First(field => field.Name == plan.Options.ClassField);
        var counts = table.Summarize(new FeatureQuery(), [field], [new FeatureStatistic(StatisticKind.Count, null, "count")], cancellationToken)
            .ToDictionary(row => row[0].Text ?? "", row => row[1].Integer);
        return [.. plan.Classes.Select(c => new PublishedClass(c, counts.GetValueOrDefault(c.Name)))];
    }

    /// <summary>Adds an object.</summary>
    /// <param name="table">The table.</param>
    /// <param name="found">The object.</param>
    /// <param name="plan">The plan by which it was found.</param>
    /// <param name="source">Name of the raster.</param>
    public static void Append(IFeatureTableWriter table, DetectedObject found, DetectionPlan plan, string source)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        table.Append(
            ObjectShape.Of(found, plan.Grid.ProcessingGrid.Transform), plan.Classes[found.Class].Name, Math.Round((double)found.Score * PerCent, Digits), source);
    }
}
