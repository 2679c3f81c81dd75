using System.Diagnostics;

namespace RasterAnalysis.Processing;

/// <summary>Something that a processing instance did for a request.</summary>
/// <param name="Id">Tells it from the others of the request.</param>
/// <param name="ParentId">What it was a part of; null, or unknown among the others, for the request as a whole.</param>
/// <param name="Name">See <see cref="ServiceTracing"/>.</param>
/// <param name="Begun">When it began, UTC.</param>
/// <param name="Ended">When it ended, UTC.</param>
/// <param name="Tags">Attributes.</param>
/// <param name="Error">What it failed with; null for nothing.</param>
public sealed record InstanceSpan(
    string Id, string? ParentId, string Name, DateTime Begun, DateTime Ended, IReadOnlyDictionary<string, string> Tags, string? Error = null)
{
    /// <summary>More than any request makes: what speaks over the wire may be out of its mind.</summary>
    private const int Most = 64;

    /// <summary>
    /// Makes them spans of this process, under the current one: an instance speaks to no host, so what it did is sent from here. Times stay; ids are new, for
    /// .NET takes none from outside.
    /// </summary>
    internal static void Emit(IReadOnlyList<InstanceSpan> spans)
    {
        if (Activity.Current is not { } caller)
        {
            return;
        }

        var contexts = new Dictionary<string, ActivityContext>(StringComparer.Ordinal);
        foreach (var span in spans.Take(Most))
        {
            var parent = span.ParentId is { } id && contexts.TryGetValue(id, out var found) ? found : caller.Context;
            using var activity = ServiceTracing.Source.StartActivity(
                span.Name, ActivityKind.Internal, parent, span.Tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value)), startTime: span.Begun);
            if (activity is not null)
            {
                contexts[span.Id] = activity.Context;
                activity.SetEndTime(span.Ended);
                activity.SetStatus(span.Error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, span.Error);
            }
        }
    }
}
