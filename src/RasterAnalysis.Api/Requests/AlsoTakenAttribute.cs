namespace RasterAnalysis.Api.Requests;

/// <summary>Members that a request may have beside those that are described: other spellings, and what ArcGIS's clients write and the parser answers for itself.</summary>
/// <param name="names">Their names.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AlsoTakenAttribute(params string[] names) : Attribute
{
    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>A member that makes the object another thing, whose members are its own; null where there is none.</summary>
    public string? UnlessThereIs { get; init; }
}
