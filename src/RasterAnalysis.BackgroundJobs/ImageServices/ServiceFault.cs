using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>A request to an image service that came to nothing.</summary>
/// <param name="Kind">What may help.</param>
/// <param name="Text">What happened, for a person; without address parameters and tokens.</param>
internal sealed record ServiceFault(ServiceFaultKind Kind, string Text)
{
    /// <summary>Whether the same request may work a little later.</summary>
    public bool IsTransient => Kind is ServiceFaultKind.ServerError or ServiceFaultKind.Unreachable;

    /// <summary>The exception that says so.</summary>
    public RasterAccessException ToException() => new(Text, IsTransient);
}
