namespace RasterAnalysis.Requests;

/// <summary>A tool's request as it stands with a job: one that knows where it names inputs.</summary>
/// <typeparam name="TSelf">The request itself.</typeparam>
public interface IStoredRequest<out TSelf>
    where TSelf : IStoredRequest<TSelf>
{
    /// <summary>A copy with every input's location changed.</summary>
    TSelf WithLocations(Func<InputLocation, InputLocation> change);
}
