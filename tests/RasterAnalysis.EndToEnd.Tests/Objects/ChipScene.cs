using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A raster of patches and noise, and polygons over it, some of them with holes, over one another and over the raster's edges: their classes follow from the pixels.</summary>
internal sealed class ChipScene
{
    private const int Patch = 37;
    private const double Cell = 10;
    private const double Left = 500000;
    private const double Top = 5000000;

    private readonly byte[,] _pixels;

    public ChipScene(int side, int count, int seed)
    {
        var random = new Random(seed);
        (Side, _pixels) = (side, new byte[side, side]);
        var patches = new int[(side / Patch) + 1, (side / Patch) + 1];
        foreach (var (row, column) in Places(patches.GetLength(0)))
        {
            patches[row, column] = random.Next(20, 230);
        }

        foreach (var (row, column) in Places(side))
        {
            _pixels[row, column] = (byte)(patches[row / Patch, column / Patch] + random.Next(-15, 16));
        }

        Shapes = [.. Enumerable.Range(1, count).Select(id => ShapeOf(random, side, (id * 7) + 3))];
    }

    /// <summary>A polygon in pixels of the raster.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Rings">Its outer ring, clockwise on the map, and maybe a hole; each closed.</param>
    public sealed record Shape(long Id, (double Column, double Row)[][] Rings)
    {
        public (double Column, double Row) Center =>
            ((Rings[0].Min(point => point.Column) + Rings[0].Max(point => point.Column)) / 2, (Rings[0].Min(point => point.Row) + Rings[0].Max(point => point.Row)) / 2);

        /// <summary>Whether a place is inside: within an odd number of rings.</summary>
        public bool Holds(double column, double row) => Rings.Sum(ring => ring.Zip(ring.Skip(1), (a, b) =>
            a.Row > row != b.Row > row && column < a.Column + ((row - a.Row) / (b.Row - a.Row) * (b.Column - a.Column)) ? 1 : 0).Sum()) % 2 == 1;
    }

    public int Side { get; }

    public IReadOnlyList<Shape> Shapes { get; }

    public byte[] Raster() => TiffFile.Byte(Side, Side, 1, (_, row, column) => _pixels[row, column]);

    /// <summary>Mean of the pixels of the window of <see cref="LevelClassifier.Side"/> around a shape, 0 outside of the raster, and outside of the shape where that is blackened.</summary>
    public double MeanAround(Shape shape, bool blackens)
    {
        var (column, row) = shape.Center;
        var (left, top) = ((int)Math.Round(column - (LevelClassifier.Side / 2.0)), (int)Math.Round(row - (LevelClassifier.Side / 2.0)));
        return Places(LevelClassifier.Side).Average(place =>
        {
            var (y, x) = (top + place.Row, left + place.Column);
            return y < 0 || x < 0 || y >= Side || x >= Side || (blackens && !shape.Holds(x + 0.5, y + 0.5)) ? 0 : (double)_pixels[y, x];
        });
    }

    /// <summary>All shapes as GeoJSON with the raster's coordinate system.</summary>
    public JsonObject GeoJson() => new()
    {
        ["type"] = "FeatureCollection",
        ["crs"] = new JsonObject { ["type"] = "name", ["properties"] = new JsonObject { ["name"] = "urn:ogc:def:crs:EPSG::32633" } },
        ["features"] = new JsonArray([.. Shapes.Select(shape => new JsonObject
        {
            ["type"] = "Feature", ["id"] = shape.Id, ["properties"] = new JsonObject(), ["geometry"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = Rings(shape) },
        })]),
    };

    /// <summary>All shapes as features of ArcGIS.</summary>
    public IEnumerable<JsonObject> EsriFeatures(string idField) => Shapes.Select(shape => new JsonObject
    {
        ["attributes"] = new JsonObject { [idField] = shape.Id }, ["geometry"] = new JsonObject { ["rings"] = Rings(shape) },
    });

    /// <summary>The middles of all shapes as a feature set of ArcGIS.</summary>
    public JsonObject EsriPoints() => new()
    {
        ["geometryType"] = "esriGeometryPoint", ["spatialReference"] = new JsonObject { ["wkid"] = 32633 },
        ["features"] = new JsonArray([.. Shapes.Select(shape => new JsonObject
        {
            ["attributes"] = new JsonObject { ["OBJECTID"] = shape.Id },
            ["geometry"] = new JsonObject { ["x"] = Left + (Cell * shape.Center.Column), ["y"] = Top - (Cell * shape.Center.Row) },
        })]),
    };

    private static JsonArray Rings(Shape shape) => new([.. shape.Rings.Select(ring => new JsonArray([.. ring.Select(point =>
        new JsonArray(Left + (Cell * point.Column), Top - (Cell * point.Row)))]))]);

    /// <summary>A star around a place in the raster, of 3 to 30 pixels, every third with a hole.</summary>
    private static Shape ShapeOf(Random random, int side, long id)
    {
        var (column, row, size) = (random.NextDouble() * side, random.NextDouble() * side, 3 + (random.NextDouble() * 27));
        (double, double)[] Ring(double from, double to, bool isHole)
        {
            var corners = random.Next(3, 9);
            var points = Enumerable.Range(0, corners).Select(corner =>
            {
                var (angle, radius) = (Math.Tau * corner / corners, size * (from + (random.NextDouble() * (to - from))));
                return (column + (radius * Math.Cos(angle)), row + (radius * Math.Sin(angle)));
            }).ToList();

            // rows go down: what turns this way in pixels is clockwise on the map
            points = isHole ? [.. points.AsEnumerable().Reverse()] : points;
            return [.. points, points[0]];
        }

        var shape = id % 3 == 0 ? new Shape(id, [Ring(0.7, 1, false), Ring(0.15, 0.3, true)]) : new Shape(id, [Ring(0.4, 1, false)]);
        return shape.Center is { Column: >= 0, Row: >= 0 } center && center.Column < side && center.Row < side ? shape : ShapeOf(random, side, id);
    }

    private static IEnumerable<(int Row, int Column)> Places(int side) => Enumerable.Range(0, side * side).Select(i => (i / side, i % side));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shapes.Count} shapes");
}
