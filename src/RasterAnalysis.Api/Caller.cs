namespace RasterAnalysis.Api;

/// <summary>Who calls, and under which address. There is one user until there is sign-in.</summary>
internal static class Caller
{
    public const string Owner = "admin";

    public static Uri BaseAddress(HttpRequest request) => new($"{request.Scheme}://{request.Host}{request.PathBase}/");
}
