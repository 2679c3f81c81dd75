using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Requests;

/// <summary>
/// How the requests of jobs stand in the database: files of the data folder by <see cref="DataLayout.ToStored"/>, and foreign addresses, which may be signed, sealed by
/// <see cref="SecretBox"/>.
/// </summary>
public sealed class StoredRequests(DataLayout layout, SecretBox secrets)
{
    /// <summary>Writes a request.</summary>
    public string Write<TRequest>(TRequest request)
        where TRequest : IStoredRequest<TRequest>
    {
        ArgumentNullException.ThrowIfNull(request);
        return PlanJson.Write(request.WithLocations(ToStored));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or an earlier version.</summary>
    public TRequest Read<TRequest>(string text)
        where TRequest : IStoredRequest<TRequest> => PlanJson.Read<TRequest>(text).WithLocations(FromStored);

    private InputLocation ToStored(InputLocation location) => WithPaths(location, layout.ToStored) with
    {
        Url = null, SealedUrl = location.Url is { } url ? secrets.Seal(url.OriginalString) : location.SealedUrl,
    };

    private InputLocation FromStored(InputLocation location) => WithPaths(location, layout.FromStored) with
    {
        Url = location.SealedUrl is { } sealedUrl ? new Uri(secrets.Open(sealedUrl)) : location.Url, SealedUrl = null,
    };

    private static InputLocation WithPaths(InputLocation location, Func<string, string> change) => location with
    {
        Path = location.Path is { } path ? change(path) : null,
        Members = location.Members is { } members ? [.. members.Select(member => member with { Path = change(member.Path) })] : null,
    };
}
