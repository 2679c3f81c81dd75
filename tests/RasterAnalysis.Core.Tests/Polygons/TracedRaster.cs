using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Polygons;

/// <summary>A small class raster and the regions that were traced in it, for arithmetic that knows nothing of how.</summary>
internal sealed class TracedRaster : IRegionSink
{
    private readonly HashSet<int> _wanted;

    private TracedRaster(int[,] classes, double tolerance, int[]? wanted)
    {
        Classes = classes;
        _wanted = [.. wanted ?? [.. classes.Cast<int>()]];
        var (height, width) = (classes.GetLength(0), classes.GetLength(1));
        var tracer = new RegionTracer(new RasterSize(width, height), tolerance, this);
        for (var row = 0; row < height; row++)
        {
            tracer.AddRow([.. Enumerable.Range(0, width).Select(column => classes[row, column])], [.. Enumerable.Range(0, width).Select(column => AreaOf(row, column))]);
        }

        tracer.Complete();
    }

    public int[,] Classes { get; }

    public List<TracedRegion> Regions { get; } = [];

    public static TracedRaster Of(int[,] classes, double tolerance = 0, int[]? wanted = null) => new(classes, tolerance, wanted);

    public static TracedRaster Of(params string[] rows)
    {
        var classes = new int[rows.Length, rows[0].Length];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[0].Length; column++)
            {
                classes[row, column] = rows[row][column];
            }
        }

        return Of(classes);
    }

    /// <summary>Noise that was smoothed, so that there are patches of all sizes.</summary>
    public static int[,] Patches(int width, int height, int classes, int smoothings, int seed)
    {
        var random = new Random(seed);
        var raster = new int[height, width];
        for (var i = 0; i < width * height; i++)
        {
            raster[i / width, i % width] = random.Next(classes);
        }

        for (; smoothings > 0; smoothings--)
        {
            for (var i = 0; i < width * height * 2; i++)
            {
                var (row, column) = (random.Next(1, height), random.Next(1, width));
                raster[row, column] = raster[row - random.Next(2), column - random.Next(2)];
            }
        }

        return raster;
    }

    public static double AreaOf(int row, int column) => 1 + (row * 0.25) + (column * 0.5);

    /// <summary>Each pixel as the class of the region whose rings its middle lies inside of, by crossings of a ray; pixels that lie in two of them, or in none, are -100.</summary>
    public int[,] Burnt()
    {
        var burnt = new int[Classes.GetLength(0), Classes.GetLength(1)];
        for (var i = 0; i < burnt.Length; i++)
        {
            burnt[i / burnt.GetLength(1), i % burnt.GetLength(1)] = -100;
        }

        var times = new int[burnt.GetLength(0), burnt.GetLength(1)];
        foreach (var region in Regions)
        {
            for (var row = region.Rings[0].Min(vertex => vertex.Row); row < region.Rings[0].Max(vertex => vertex.Row); row++)
            {
                // sides that run through the middles of this row, from left to right
                var crossings = region.Rings.SelectMany(Segments).Where(side => Math.Min(side.From.Row, side.To.Row) <= row && Math.Max(side.From.Row, side.To.Row) > row)
                    .Select(side => side.From.Column + ((row + 0.5 - side.From.Row) * (side.To.Column - side.From.Column) / (side.To.Row - side.From.Row))).Order().ToArray();
                for (var i = 0; i + 1 < crossings.Length; i += 2)
                {
                    for (var column = (int)Math.Ceiling(crossings[i] - 0.5); column + 0.5 < crossings[i + 1]; column++)
                    {
                        burnt[row, column] = ++times[row, column] == 1 ? region.Number : -100;
                    }
                }
            }
        }

        return burnt;
    }

    public static IEnumerable<(GridVertex From, GridVertex To)> Segments(GridVertex[] ring) => ring.Zip(ring.Skip(1));

    /// <summary>Twice the area of a region's rings: the first less the others.</summary>
    public static long TwiceArea(TracedRegion region) => Math.Abs(TwiceArea(region.Rings[0])) - region.Rings.Skip(1).Sum(ring => Math.Abs(TwiceArea(ring)));

    public static long TwiceArea(GridVertex[] ring) => Segments(ring).Sum(side => ((long)side.From.Column * side.To.Row) - ((long)side.To.Column * side.From.Row));

    /// <inheritdoc/>
    public bool IsWanted(int number) => _wanted.Contains(number);

    /// <inheritdoc/>
    public bool IsWanted(int number, long pixels, double squareMetres) => true;

    /// <inheritdoc/>
    public void Add(TracedRegion region) => Regions.Add(region);
}
