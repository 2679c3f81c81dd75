namespace RasterAnalysis.Models;

/// <summary>How the probabilities of augmented tiles are merged (<c>merge_policy</c>).</summary>
public enum MergePolicy
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The least.</summary>
    Min,
}
