using System.Globalization;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>What each kind of caller is answered at each route: the committed table <c>SignIn/routes.txt</c>.</summary>
internal static class RouteTable
{
    /// <summary>Who asks, in the order of the columns.</summary>
    public static readonly string[] Callers =
        ["anonymous", "viewer", "analyst", "owner", "publisher", "administrator", "expired token", "revoked key", "foreign origin with cookie"];

    private static string Path => RepositoryFiles.Path("tests/RasterAnalysis.Api.Tests/SignIn/routes.txt");

    /// <summary>The committed table: statuses by method and route.</summary>
    public static IReadOnlyDictionary<string, int[]> Read() => File.ReadLines(Path).Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => string.Join(' ', words[..2]), words => words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray());

    /// <summary>A table as it is committed.</summary>
    public static string Write(IEnumerable<(string Route, int[] Statuses)> rows) =>
        $"""
         # What each caller is answered at each route, for things of the owner, which are private. Under /arcgis the code of the error object, which goes out with HTTP status 200.
         # Columns: {string.Join(" | ", Callers)}

         """ + string.Concat(rows.Select(row => $"{row.Route,-100} {string.Join(' ', row.Statuses)}\n"));
}
