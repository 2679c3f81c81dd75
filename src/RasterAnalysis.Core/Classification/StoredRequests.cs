using RasterAnalysis.Json;
using RasterAnalysis.ModelTasks;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Classification;

/// <summary>
/// How the requests of jobs stand in the database: files of the data folder by <see cref="DataLayout.ToStored"/>, and foreign addresses, which may be signed, sealed by
/// <see cref="SecretBox"/>.
/// </summary>
public sealed class StoredRequests(DataLayout layout, SecretBox secrets)
{
    /// <summary>Writes the request of a job about a raster.</summary>
    public string Write(JobRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // what the context named was found: its addresses and tokens have done their part
        var found = request with { Context = request.Context with { CellSizeSource = null, SnapRaster = null, MaskSource = null } };
        return PlanJson.Write(WithLocations(found, ToStored));
    }

    /// <summary>Reads what <see cref="Write(JobRequest)"/> wrote, or an earlier version.</summary>
    public JobRequest ReadJob(string text) => WithLocations(PlanJson.Read<JobRequest>(text), FromStored);

    /// <summary>Writes the request of a job about a model.</summary>
    public string Write(ModelTaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PlanJson.Write(request with { Model = ToStored(request.Model) });
    }

    /// <summary>Reads what <see cref="Write(ModelTaskRequest)"/> wrote, or an earlier version.</summary>
    public ModelTaskRequest ReadModelTask(string text)
    {
        var request = PlanJson.Read<ModelTaskRequest>(text);
        return request with { Model = FromStored(request.Model) };
    }

    private static JobRequest WithLocations(JobRequest request, Func<InputLocation?, InputLocation?> change) => request with
    {
        Input = change(request.Input)!,
        Model = change(request.Model)!,
        CellSizeRaster = change(request.CellSizeRaster),
        SnapRaster = change(request.SnapRaster),
        MaskRaster = change(request.MaskRaster),
    };

    private InputLocation? ToStored(InputLocation? location) => location is null ? null : WithPaths(location, layout.ToStored) with
    {
        Url = null, SealedUrl = location.Url is { } url ? secrets.Seal(url.OriginalString) : location.SealedUrl,
    };

    private InputLocation? FromStored(InputLocation? location) => location is null ? null : WithPaths(location, layout.FromStored) with
    {
        Url = location.SealedUrl is { } sealedUrl ? new Uri(secrets.Open(sealedUrl)) : location.Url, SealedUrl = null,
    };

    private static InputLocation WithPaths(InputLocation location, Func<string, string> change) => location with
    {
        Path = location.Path is { } path ? change(path) : null,
        Members = location.Members is { } members ? [.. members.Select(member => member with { Path = change(member.Path) })] : null,
    };
}
