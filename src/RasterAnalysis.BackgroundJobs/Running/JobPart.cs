using System.Text.Json.Serialization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>A part of a job that has a plan and a result of its own. Most jobs have one; a mosaic whose rasters are classified one by one has more.</summary>
/// <param name="Name">Name of the raster, for messages and for the result's file; empty when there is only one part.</param>
/// <param name="PlanPath">File of its plan.</param>
/// <param name="FirstSection">Number of its first section among those of the job.</param>
/// <param name="Windows">Its sections, in pixels of its output.</param>
internal sealed record JobPart(string Name, string PlanPath, int FirstSection, IReadOnlyList<PixelWindow> Windows)
{
    /// <summary>Number of its sections.</summary>
    [JsonIgnore]
    public int SectionCount => Windows.Count;

    /// <summary>Whether a section of the job belongs to this part.</summary>
    public bool Holds(int section) => section >= FirstSection && section < FirstSection + SectionCount;

    /// <summary>Where a section lies, for messages.</summary>
    public string NameOf(int section) => Name.Length > 0 ? $"{Name}, {Windows[section - FirstSection]}" : Windows[section - FirstSection].ToString();
}
