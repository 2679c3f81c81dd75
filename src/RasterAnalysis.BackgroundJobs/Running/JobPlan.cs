using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>What planning a job gives.</summary>
/// <param name="Parts">The parts, each with a plan of its own.</param>
/// <param name="Keys">By what the work is found again; null where its input cannot be told from others.</param>
internal sealed record JobPlan(IReadOnlyList<JobPart> Parts, WorkKeys? Keys)
{
    /// <summary>Sections in all.</summary>
    public int SectionCount => Parts.Sum(part => part.SectionCount);

    /// <summary>The sections as the journal begins with them.</summary>
    public IReadOnlyList<JobSection> Sections =>
        [.. Parts.SelectMany(part => part.Windows.Select((window, i) => JobSection.Planned(part.FirstSection + i, window, part.Name)))];
}
