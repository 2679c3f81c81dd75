namespace RasterAnalysis.Processing;

/// <summary>A part of a job whose sections are put together with those of others.</summary>
/// <param name="Name">Name of the part's raster.</param>
/// <param name="PlanPath">File of its plan.</param>
/// <param name="SectionPaths">Files of its sections, by number.</param>
public sealed record PartSections(string Name, string PlanPath, IReadOnlyList<string> SectionPaths)
{
    /// <summary>In <see cref="InstanceRequest.Assemble.Metadata"/>: name of the first part's raster.</summary>
    public const string NameKey = "RASTERANALYSIS_INPUT";

    /// <summary>In <see cref="InstanceRequest.Assemble.Metadata"/>: name of the layer.</summary>
    public const string LayerKey = "RASTERANALYSIS_LAYER";
}
