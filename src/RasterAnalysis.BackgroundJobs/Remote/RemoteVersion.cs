using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>What a server says by which a file of it is known again.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="EntityTag">The entity tag, strong or weak, quotes included; null for none.</param>
/// <param name="LastModified">When it was changed; null where the server does not say so.</param>
internal sealed record RemoteVersion(long Length, string? EntityTag, DateTimeOffset? LastModified)
{
    /// <summary>Whether two answers with the entity tag are of the same bytes (RFC 9110, 8.8.1).</summary>
    [JsonIgnore]
    public bool IsStrong => EntityTag is { } tag && !tag.StartsWith("W/", StringComparison.Ordinal);

    /// <summary>Whether a change would be seen at all.</summary>
    [JsonIgnore]
    public bool IsKnown => EntityTag is not null || LastModified is not null;

    /// <summary>What an answer with a part of a file says of the whole; null where it does not say how long it is.</summary>
    public static RemoteVersion? Of(HttpResponseMessage response) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", Length: { } length } ? new RemoteVersion(length, TagOf(response), response.Content.Headers.LastModified) : null;

    /// <summary>Whether an answer is one about this version; null where it does not say enough.</summary>
    public bool? Matches(HttpResponseMessage response)
    {
        var (tag, modified) = (TagOf(response), response.Content.Headers.LastModified);
        if (EntityTag is not null && tag is not null)
        {
            return tag == EntityTag;
        }

        return LastModified is not null && modified is not null ? modified == LastModified : null;
    }

    /// <summary>For messages.</summary>
    public override string ToString() => EntityTag is { } tag ? $"entity tag {tag}" : $"last changed {LastModified?.ToString("R", CultureInfo.InvariantCulture)}";

    private static string? TagOf(HttpResponseMessage response) => response.Headers.ETag is { } tag && tag != EntityTagHeaderValue.Any ? tag.ToString() : null;
}
