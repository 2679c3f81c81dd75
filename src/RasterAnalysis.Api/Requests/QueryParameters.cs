namespace RasterAnalysis.Api.Requests;

/// <summary>Parameters of an address: one that nobody reads is refused, since a list that silently leaves it aside is another list than was asked for.</summary>
internal static class QueryParameters
{
    /// <summary>Refuses every other parameter.</summary>
    public static TBuilder WithQuery<TBuilder>(this TBuilder builder, params string[] names)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(async (invocation, next) =>
        {
            var unknown = invocation.HttpContext.Request.Query.Keys.Except(names, StringComparer.OrdinalIgnoreCase).ToArray();
            return unknown.Length == 0
                ? await next(invocation)
                : throw new InvalidRequestException([.. unknown.Select(name => new RequestError(name, $"is not known here; known are {string.Join(", ", names)}."))]);
        });
}
