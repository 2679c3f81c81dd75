using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Polygons;

// Writes regions as polygons on the map.
internal sealed class PolygonTable(
    IFeatureTableWriter table, IReadOnlyDictionary<long, string> names, IReadOnlySet<long>? wanted, double minimumArea, bool hasAreas, Dictionary<long, long> counts) : IRegionSink
{
    private IReadOnlyList<long> _values = [];
    private GeoTransform _transform;

    public long LeftOut { get; private set; }

    public static FeatureTableDefinition Definition(string layer, string? wkt) => new(
        FeatureTableDefinition.NameOf(layer, "Polygons"), wkt,
        [
            new FeatureField("Value", FeatureFieldType.Integer), new FeatureField("ClassName", FeatureFieldType.Text, Alias: "Class"),
            new FeatureField("Area", FeatureFieldType.Real, Alias: "Area (m²)"),
        ]);

    // Begins a raster. values: by the numbers of its classes; more may be met.
    public void Begin(IReadOnlyList<long> values, GeoTransform transform) => (_values, _transform) = (values, transform);

    public bool IsWanted(int number) => number != ClassSamples.NoData && wanted?.Contains(_values[number]) != false;

    public bool IsWanted(int number, long pixels, double squareMetres)
    {
        if (squareMetres >= minimumArea)
        {
            return true;
        }

        LeftOut++;
        return false;
    }

    public void Add(TracedRegion region)
    {
        var value = _values[region.Number];
        var rings = region.Rings.Select(ring =>
        {
            var numbers = new double[2 * ring.Length];
            for (var i = 0; i < ring.Length; i++)
            {
                (numbers[2 * i], numbers[(2 * i) + 1]) = _transform.Apply(ring[i].Column, ring[i].Row);
            }

            return numbers;
        });
        table.Append(
            PolygonGeometry.Of([.. rings]), value, names.TryGetValue(value, out var name) ? name : $"{value}", hasAreas ? region.SquareMetres : FeatureValue.Null);
        counts[value] = counts.GetValueOrDefault(value) + 1;
    }
}
