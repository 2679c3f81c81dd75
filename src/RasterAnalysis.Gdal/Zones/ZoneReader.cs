using System.Globalization;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Gdal.Zones;

// Reads zones and lays them over the grid of a raster.
internal static class ZoneReader
{
    private const string Field = "zones";

    // in memory while the raster is read: 50 MB of coordinates
    private const long MostPoints = 3_200_000;

    // InvalidRequestException: they cannot be laid over the raster, or are too many.
    public static List<Zone> Read(ZoneSource source, RasterGrid grid)
    {
        using var table = source.Table is { } path ? new GeoPackages().Open(path) : null;
        var reference = table is null ? InputFeatureFile.ReferenceOf(source.File!) : null;
        var wkt = table is not null ? table.Wkt
            : reference is null ? null
            : SpatialReferences.ToWkt(reference, $"{Field}.crs") is var given && grid.Wkt is null && reference == SpatialReference.Wgs84 ? null : given;
        if (wkt is not null && grid.Wkt is null)
        {
            throw new InvalidRequestException(Field, "The raster has no coordinate system, so zones in one cannot be laid over it; give them in the raster's own coordinates, as GeoJSON without crs.");
        }

        if (wkt is null && grid.Wkt is not null)
        {
            throw new InvalidRequestException(Field, "The features of the item have no coordinate system, so they cannot be laid over the raster, which has one.");
        }

        using var layer = new GridPolygons(wkt, grid);
        var (zones, points) = (new List<Zone>(), 0L);
        foreach (var feature in table is null ? InputFeatureFile.Read(source.File!) : Features(table, source))
        {
            if (zones.Count == ZoneRequestParser.MostZones)
            {
                throw new InvalidRequestException(Field, Words($"The item has more than {ZoneRequestParser.MostZones} features, the most zones that are measured at once; ask for them in parts, by a filter."));
            }

            var laid = feature.Polygons is { Fault: null } polygons ? Lay(polygons, layer) : [];
            zones.Add(feature.Polygons is not { Fault: null } ? Zone.Without(feature.Id, feature.Name, ZoneFit.Empty)
                : laid is null ? Zone.Without(feature.Id, feature.Name, ZoneFit.NotProjected)
                : Zone.Of(feature.Id, feature.Name, laid, grid.Size));
            points += laid?.Sum(polygon => polygon.Sum(ring => (long)ring.Count / 2)) ?? 0;
            if (points > MostPoints)
            {
                throw new InvalidRequestException(
                    Field, Words($"The polygons have more than {MostPoints} points{(layer.IsProjected ? " when they are projected" : "")}, the most that are measured at once; simplify them, or ask for them in parts."));
            }
        }

        return zones.Count > 0 ? zones : throw new InvalidRequestException(Field, "There are no features that would be zones.");
    }

    private static List<IReadOnlyList<IReadOnlyList<double>>>? Lay(PolygonGeometry polygons, GridPolygons layer)
    {
        var laid = new List<IReadOnlyList<IReadOnlyList<double>>>();
        foreach (var part in polygons.Parts)
        {
            if (layer.Lay(part) is not { } found)
            {
                return null;
            }

            laid.AddRange(found);
        }

        return laid;
    }

    private static IEnumerable<InputFeature> Features(IFeatureTable table, ZoneSource source)
    {
        var wanted = source.NameField ?? ZoneRequestParser.UsualField;
        var field = table.Fields.FirstOrDefault(field => field.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (field is null && source.NameField is not null)
        {
            throw new InvalidRequestException("zoneField", $"is '{wanted}', but the features have the fields {string.Join(", ", table.Fields.Select(field => field.Name))}.");
        }

        var where = source.Where is { Length: > 0 } condition ? FeatureExpressionParser.Parse(condition, table.Fields, $"{Field}.filter") : null;
        return table.Query(new FeatureQuery { Fields = field is null ? [] : [field], Where = where })
            .Select(feature => new InputFeature(feature.Id, feature.Geometry?.Parts, null, field is null ? null : TextOf(feature.Values[0])));
    }

    private static string? TextOf(FeatureValue value) => value.IsNull ? null : value.Text ?? value.ToString();

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
