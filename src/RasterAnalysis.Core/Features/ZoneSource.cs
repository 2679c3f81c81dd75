namespace RasterAnalysis.Features;

/// <summary>Where zones lie, of which something is asked. One of table and file is set.</summary>
/// <param name="Table">A feature table of this service.</param>
/// <param name="Where">A condition on the features of the table; null for all.</param>
/// <param name="NameField">Field of the table with the names of zones; null for <c>name</c>, where there is one.</param>
/// <param name="File">An <see cref="InputFeatureFile"/>.</param>
public sealed record ZoneSource(string? Table = null, string? Where = null, string? NameField = null, string? File = null);
