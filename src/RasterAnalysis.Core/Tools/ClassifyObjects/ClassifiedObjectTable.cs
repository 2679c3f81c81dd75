using RasterAnalysis.Catalog;
using RasterAnalysis.Features;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The table of a job's features: class, confidence in per cent, the raster that was looked at, and the feature's number where it comes from.</summary>
public static class ClassifiedObjectTable
{
    /// <summary>Name of the field with the confidence.</summary>
    public const string ConfidenceField = "Confidence";

    /// <summary>Name of the field with the raster's name.</summary>
    public const string SourceField = "Source";

    /// <summary>Name of the field with the feature's number where it comes from.</summary>
    public const string SourceIdField = "SourceId";

    private const double PerCent = 100;

    // a ten-thousandth of a per cent says all that a probability does
    private const int Digits = 4;

    /// <summary>What the table of a plan's features is, before they are classified.</summary>
    /// <param name="wkt">Coordinate system as well-known text; null for none.</param>
    public static FeatureTableDefinition Input(string? wkt) => new("Features", wkt, [new FeatureField(SourceIdField, FeatureFieldType.Integer)]);

    /// <summary>What the result is.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="wkt">Coordinate system as well-known text; null for none.</param>
    /// <param name="classField">Name of the field for the class's name.</param>
    public static FeatureTableDefinition Definition(string name, string? wkt, string classField)
    {
        return new FeatureTableDefinition(
            FeatureTableDefinition.NameOf(name, "Objects"), wkt,
            [
                new FeatureField(classField, FeatureFieldType.Text),
                new FeatureField(ConfidenceField, FeatureFieldType.Real, Alias: $"{ConfidenceField} (%)"),
                new FeatureField(SourceField, FeatureFieldType.Text),
                new FeatureField(SourceIdField, FeatureFieldType.Integer),
            ]);
    }

    /// <summary>Adds a feature.</summary>
    /// <param name="table">The table.</param>
    /// <param name="feature">The feature, of the table of a plan.</param>
    /// <param name="found">Its class; null for none.</param>
    /// <param name="plan">The plan by which it was classified.</param>
    /// <param name="source">Name of the raster; null where it has no class.</param>
    public static void Append(IFeatureTableWriter table, Feature feature, ClassifiedObject? found, ObjectPlan plan, string? source)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(plan);
        table.Append(
            feature.Geometry!, found is { } one ? plan.Classes[one.Class].Name : null,
            found is { } sure ? Math.Round(sure.Confidence * PerCent, Digits) : FeatureValue.Null, source, feature.Values[0]);
    }

    /// <summary>How many features each class of a plan has, in its order, and how many have none; classes of one name share theirs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="plan">The plan by which they were classified.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static (IReadOnlyList<PublishedClass> Classes, long Without) Count(IFeatureTable table, ObjectPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        var field = table.Fields.First(field => field.Name == plan.ClassField);
        var rows = table.Summarize(new FeatureQuery(), [field], [new FeatureStatistic(StatisticKind.Count, null, "count")], cancellationToken).ToList();
        var counts = rows.Where(row => !row[0].IsNull).ToDictionary(row => row[0].Text!, row => row[1].Integer);
        return ([.. plan.Classes.Select(c => new PublishedClass(c, counts.GetValueOrDefault(c.Name)))], rows.Where(row => row[0].IsNull).Sum(row => row[1].Integer));
    }
}
