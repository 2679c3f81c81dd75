namespace RasterAnalysis.Jobs;

/// <summary>Where a section is in the journal.</summary>
public enum SectionState
{
    /// <summary>Nobody works on it.</summary>
    Pending,

    /// <summary>Somebody works on it, for as long as the lease lasts.</summary>
    Claimed,

    /// <summary>Its file is complete.</summary>
    Done,
}
