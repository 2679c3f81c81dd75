namespace RasterAnalysis.Transitions;

/// <summary>What becomes of pixels that have the same class in both rasters.</summary>
public enum UnchangedPixels
{
    /// <summary>They keep their class, by its name and colour.</summary>
    Keep,

    /// <summary>All of them are one class.</summary>
    Merge,

    /// <summary>They are NoData.</summary>
    LeaveOut,
}
