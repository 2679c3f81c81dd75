namespace RasterAnalysis.Features;

/// <summary>What a new feature table is to be.</summary>
/// <param name="Name">Name of the table: a letter, then letters, digits and underscores.</param>
/// <param name="Wkt">Coordinate system as well-known text; null for none.</param>
/// <param name="Fields">
/// Its fields, without the number and the shape of a feature, which every table has as <see cref="IdField"/> and <see cref="ShapeField"/>. The first field of texts is the class of a feature,
/// by which it is drawn.
/// </param>
public sealed record FeatureTableDefinition(string Name, string? Wkt, IReadOnlyList<FeatureField> Fields)
{
    /// <summary>Name of the field with a feature's number.</summary>
    public const string IdField = "OBJECTID";

    /// <summary>Name of the field with a feature's polygons.</summary>
    public const string ShapeField = "Shape";
}
