namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Where a section is in the journal.</summary>
internal enum SectionState
{
    Pending,
    Claimed,
    Done,
}
