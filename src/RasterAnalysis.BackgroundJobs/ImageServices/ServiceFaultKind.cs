namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Why an image service gave no answer that can be used, as far as it decides what to do next.</summary>
internal enum ServiceFaultKind
{
    /// <summary>It will not, whatever is tried.</summary>
    Refused,

    /// <summary>The block is too large for it: smaller ones may do.</summary>
    TooLarge,

    /// <summary>It broke (HTTP 5xx, error code 500): trying again, or a smaller block, may do.</summary>
    ServerError,

    /// <summary>No answer came, or not all of it: trying again may do.</summary>
    Unreachable,

    /// <summary>The answer is something else than what was asked for.</summary>
    OtherContent,
}
