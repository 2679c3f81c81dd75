using Microsoft.AspNetCore.Http.Extensions;

namespace RasterAnalysis.Api.Requests;

/// <summary>Lists come in pages: <c>skip</c> and <c>take</c> in the address, the whole number and the next page in headers.</summary>
internal static class ListPage
{
    private const int MostAtOnce = 1000;

    /// <summary>
    /// Maps a list that is given in parts, by numbers in the address. One that is no number is refused by its name: the code that ASP.NET Core makes at the build of what <c>MapGet</c> and the like
    /// map says nothing of optional ones (<c>docs/decisions/0124-what-a-start-does-not-compile.md</c>), and does not see handlers that come from elsewhere.
    /// </summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="handler">Gives the list.</param>
#pragma warning disable RDG002 // not seen, on purpose
    public static RouteHandlerBuilder MapList(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => endpoints.MapGet(pattern, handler);
#pragma warning restore RDG002

    /// <summary>A page that can be given, as near to the one that is asked for as may be.</summary>
    public static (int Skip, int Take) Within(int skip, int take) => (Math.Max(skip, 0), Math.Clamp(take, 1, MostAtOnce));

    /// <summary>How many there are in all: the page says so itself where it is the last one, else the store is asked.</summary>
    public static async Task<int> TotalAsync(int skip, int take, int found, Func<Task<int>> count) =>
        found < take && (found > 0 || skip == 0) ? skip + found : await count();

    /// <summary>Writes <c>X-Total-Count</c> and, where there are more, <c>Link</c>.</summary>
    public static void SayWhere(HttpRequest request, int skip, int take, int total)
    {
        var headers = request.HttpContext.Response.Headers;
        headers["X-Total-Count"] = $"{total}";
        if (skip + take < total)
        {
            var query = new QueryBuilder(request.Query.Where(pair => pair.Key.ToUpperInvariant() is not ("SKIP" or "TAKE")))
            {
                { "skip", $"{skip + take}" }, { "take", $"{take}" },
            };
            headers.Link = $"<{Addresses.Base(request)}{request.Path.ToUriComponent().TrimStart('/')}{query}>; rel=\"next\"";
        }
    }
}
