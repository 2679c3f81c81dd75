namespace RasterAnalysis.Features;

/// <summary>What a new feature table is to be.</summary>
/// <param name="Name">Name of the table, as of its fields: a letter, then letters, digits and underscores, of at most <see cref="LongestName"/>; <see cref="NameOf"/> makes one.</param>
/// <param name="Wkt">Coordinate system as well-known text; null for none.</param>
/// <param name="Fields">
/// Its fields, without the number and the shape of a feature, which every table has as <see cref="IdField"/> and <see cref="ShapeField"/>. The first field of texts is the class of a feature,
/// by which it is drawn.
/// </param>
public sealed record FeatureTableDefinition(string Name, string? Wkt, IReadOnlyList<FeatureField> Fields)
{
    /// <summary>Letters of the longest name of a table or a field.</summary>
    public const int LongestName = 60;

    /// <summary>Name of the field with a feature's number.</summary>
    public const string IdField = "OBJECTID";

    /// <summary>Name of the field with a feature's polygons.</summary>
    public const string ShapeField = "Shape";

    /// <summary>A name for the table of a feature service, whose own name may be longer and begin with a digit.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="features">What the features are, as a word: stands before a name that begins with no letter.</param>
    public static string NameOf(string service, string features)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        var name = char.IsAsciiLetter(service[0]) ? service : $"{features}_{service}";
        return name.Length <= LongestName ? name : name[..LongestName];
    }
}
