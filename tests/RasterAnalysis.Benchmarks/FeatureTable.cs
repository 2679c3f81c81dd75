using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Feature tables of ten thousand and of a million squares: seconds and memory of writing, and milliseconds of what map clients ask. The small one first, since memory seldom shrinks.
/// </summary>
internal static class FeatureTable
{
    private const int Times = 101;
    private const int Screen = 30;
    private static readonly FeatureField[] Fields = [new("Class", FeatureFieldType.Text, null, 64), new("Confidence", FeatureFieldType.Real)];

    public static Task<IReadOnlyList<object>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-bench-").FullName;
        try
        {
            // what only the first file costs
            Write(Path.Combine(folder, "first.gpkg"), 100);
            List<object> rows = [.. new[] { 10_000, 1_000_000 }.Select(count => Measure(Path.Combine(folder, $"{count}.gpkg"), count))];
            return Task.FromResult<IReadOnlyList<object>>(rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static object Measure(string path, int count)
    {
        var clock = Stopwatch.StartNew();
        Write(path, count);
        var (seconds, memory, bytes) = (clock.Elapsed.TotalSeconds, PeakMiB(), new FileInfo(path).Length);
        var side = Side(count);
        var random = new Random(1);
        FeatureQuery OfScreen() => new()
        {
            Filter = SpatialFilter.Of(Square(random.Next(Math.Max(1, side - Screen)), random.Next(Math.Max(1, side - Screen)), 10 * Screen)), Target = new SpatialReference(3857, null),
        };
        var where = FeatureExpressionParser.Parse("Class = 'car' AND Confidence > 98", Fields, "where");
        var found = 0;
        (string Name, double Milliseconds)[] asked =
        [
            ($"a screen of {Screen * Screen}", Median(path, table => found = table.Query(OfScreen()).Count())),
            ("a screen's count", Median(path, table => table.CountOf(OfScreen()))),
            ("the last page of 1000", Median(path, table => table.Query(new FeatureQuery { Offset = count - 1000, Limit = 1000 }).Count())),
            ("count by condition", Median(path, table => table.CountOf(new FeatureQuery { Where = where }), 11)),
            ("average by class", Median(path, table => table.Summarize(new FeatureQuery(), [Fields[0]], [new FeatureStatistic(StatisticKind.Average, Fields[1], "a")]).Count(), 11)),
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,9} features: written in {seconds:F1} s, {bytes / 1e6:F0} MB, peak of the process {memory:F0} MiB, a screen finds {found}"));
        foreach (var (name, milliseconds) in asked)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name,-24}{milliseconds,9:F1} ms"));
        }

        return new { features = count, seconds, bytes, peakMiB = memory, milliseconds = asked.ToDictionary(row => row.Name, row => row.Milliseconds) };
    }

    // Opened for each question, as the service does.
    private static double Median(string path, Func<IFeatureTable, long> ask, int times = Times) => Table.Median([.. Enumerable.Range(0, times).Select(_ =>
    {
        var clock = Stopwatch.StartNew();
        using var table = new GeoPackages().Open(path);
        ask(table);
        return clock.Elapsed.TotalMilliseconds;
    })]);

    private static int Side(int count) => (int)Math.Ceiling(Math.Sqrt(count));

    private static Extent Square(int column, int row, double size) => new(500_000 + (10 * column), 5_000_000 + (10 * row), 500_000 + (10 * column) + size, 5_000_000 + (10 * row) + size);

    private static void Write(string path, int count)
    {
        var side = Side(count);
        using var writer = GeoPackageWriter.Create(path, new FeatureTableDefinition("objects", SpatialReferences.ToWkt(new SpatialReference(32633, null), "bench"), Fields));
        for (var i = 0; i < count; i++)
        {
            writer.Append(PolygonGeometry.Of(Square(i % side, i / side, 6)), i % 3 == 0 ? "car" : "pool", i % 101);
        }

        writer.Complete();
    }

    private static double PeakMiB() => double.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
