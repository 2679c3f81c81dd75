using RasterAnalysis.Models;

namespace RasterAnalysis.Transitions;

/// <summary>What a from-to raster was made of: what it takes to read its values as pairs.</summary>
/// <param name="FromItem">Id of the item with the earlier raster.</param>
/// <param name="FromTitle">Its title then.</param>
/// <param name="ToItem">Id of the item with the later raster.</param>
/// <param name="ToTitle">Its title then.</param>
/// <param name="From">The classes of the earlier one.</param>
/// <param name="To">The classes of the later one.</param>
/// <param name="Options">How it was made.</param>
public sealed record TransitionRecord(
    string FromItem, string FromTitle, string ToItem, string ToTitle, IReadOnlyList<ClassDefinition> From, IReadOnlyList<ClassDefinition> To, ChangeOptions Options);
