using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.BackgroundJobs.Auditing;

namespace RasterAnalysis.Api.Auditing;

/// <summary><c>GET /audit</c>: who did what, for administrators.</summary>
internal static class AuditEndpoint
{
    private const int Most = 1000;
    private static readonly string[] Words = [.. Enum.GetValues<AuditAction>().Select(action => AuditEvent.WordOf(action))];

    public static void MapAudit(this RouteGroupBuilder api) =>
        api.MapList("/audit", ListAsync).WithTags("Sign-in").Requires(Rights.Administer).WithName("ListAudit").WithSummary("Lists who did what, the newest first")
            .WithDescription(
                "user, action and target (an id) choose; since and until are times in ISO 8601, UTC unless they say otherwise, until itself left out. limit is from 1 to 1000. "
                + "Link says where the older ones are: before is the id of the last record of this page, so that pages stay as they are while records are added. With format=csv a table.")
            .WithQuery("user", "action", "target", "since", "until", "before", "limit", "format");

    private static async Task<Results<Ok<AuditModel[]>, FileContentHttpResult>> ListAsync(
        HttpRequest request, AuditRecords audit, CancellationToken cancellationToken, string? user = null, string? action = null, string? target = null, string? since = null,
        string? until = null, string? before = null, int limit = 100, string format = "json")
    {
        var errors = new List<RequestError>();
        var isCsv = format.Equals("csv", StringComparison.OrdinalIgnoreCase);
        if (!isCsv && !format.Equals("json", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new RequestError("format", $"is '{format}'; it must be json or csv."));
        }

        if (action is not null && !Words.Contains(action, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add(new RequestError("action", $"is '{action}'; it must be one of {string.Join(", ", Words)}."));
        }

        var query = new AuditQuery
        {
            User = user,
            Action = action?.ToLowerInvariant(),
            Target = target,
            Since = Time("since", since, errors),
            Until = Time("until", until, errors),
            Before = Id("before", before, errors),
            Limit = limit,
        };
        if (limit is < 1 or > Most)
        {
            errors.Add(new RequestError("limit", $"is {limit}; it must be a whole number from 1 to {Most}."));
        }

        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        // one more says whether there are more
        var found = await audit.ListAsync(query with { Limit = query.Limit + 1 }, cancellationToken);
        var page = found.Take(query.Limit).ToArray();
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (found.Count > page.Length)
        {
            var next = new QueryBuilder(request.Query.Where(pair => !pair.Key.Equals("before", StringComparison.OrdinalIgnoreCase))) { { "before", page[^1].Id.ToString(CultureInfo.InvariantCulture) } };
            request.HttpContext.Response.Headers.Link = $"<{Addresses.Base(request)}{request.Path.ToUriComponent().TrimStart('/')}{next}>; rel=\"next\"";
        }

        return isCsv ? TypedResults.File(AuditTable.Write(page), "text/csv; charset=utf-8", "audit.csv") : TypedResults.Ok(page.Select(AuditModel.From).ToArray());
    }

    private static DateTimeOffset? Time(string name, string? text, List<RequestError> errors)
    {
        if (text is null)
        {
            return null;
        }

        // a plus that was not encoded is a space
        if (DateTimeOffset.TryParseExact(
                text.Replace(' ', '+'), ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        errors.Add(new RequestError(name, $"is '{text}'; it must be a time in ISO 8601, such as 2026-11-28 or 2026-11-28T12:00:00Z."));
        return null;
    }

    private static long? Id(string name, string? text, List<RequestError> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        errors.Add(new RequestError(name, $"is '{text}'; it must be the id of a record."));
        return null;
    }
}
