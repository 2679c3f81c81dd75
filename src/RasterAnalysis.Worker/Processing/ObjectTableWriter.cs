using System.Security.Cryptography;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Writes the features of a job as the table of its plan: in the raster's coordinate system, points as the rectangle that the network will see.</summary>
internal static class ObjectTableWriter
{
    /// <summary>Features that a job may have.</summary>
    public const long MostFeatures = 1_000_000;

    private const string Field = "inputFeatures";

    // features between two signs of life
    private const int FeaturesOfStep = 1000;

    /// <summary>Writes it.</summary>
    /// <param name="path">Where; it appears complete or not at all.</param>
    /// <param name="source">The features.</param>
    /// <param name="chips">What the network sees of them.</param>
    /// <param name="grid">The raster.</param>
    /// <param name="progress">Called now and then, as a sign of life.</param>
    /// <param name="warnings">Receives what was left out.</param>
    /// <returns>Their number, and the hash of the table.</returns>
    public static (long Count, string Hash) Write(string path, ObjectSource source, ChipRules chips, RasterGrid grid, Action<double> progress, ICollection<string> warnings)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.part.gpkg";
        try
        {
            var (count, without, elsewhere) = WriteTo(unfinished, source, chips, grid, progress);
            if (without > 0)
            {
                warnings.Add($"{without} of the features have no polygon and no point, or one with a fault, and were left out.");
            }

            if (elsewhere > 0)
            {
                warnings.Add($"{elsewhere} of the features cannot be projected to the raster's coordinate system, and were left out.");
            }

            File.Move(unfinished, path, overwrite: true);
            using var file = File.OpenRead(path);
            return (count, Convert.ToHexString(SHA256.HashData(file)));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static (long Count, long Without, long Elsewhere) WriteTo(string path, ObjectSource source, ChipRules chips, RasterGrid grid, Action<double> progress)
    {
        using var table = source.Location?.Path is { } item ? new GeoPackages().Open(item) : null;
        var from = table is not null ? table.Wkt
            : (source.File is { } file ? InputFeatureFile.ReferenceOf(file) : source.Reference) is { } reference ? SpatialReferences.ToWkt(reference, $"{Field}.spatialReference") : null;
        using var projection = FeatureProjection.Of(from, grid.Wkt, Field);
        using var written = GeoPackageWriter.Create(path, ClassifiedObjectTable.Input(grid.Wkt));
        var (without, elsewhere) = (0L, 0L);
        foreach (var feature in Features(source, table))
        {
            if (written.Count + without + elsewhere >= MostFeatures)
            {
                throw new InvalidRequestException(Field, $"There are more than {MostFeatures} features, the most that a job may have; classify them in parts, by a filter.");
            }

            if (feature.Point is null && feature.Polygons is not { Fault: null })
            {
                without++;
            }
            else if (Shape(feature, projection, chips, grid) is { Fault: null } shape)
            {
                written.Append(shape, feature.Id);
            }
            else
            {
                elsewhere++;
            }

            if ((written.Count + without) % FeaturesOfStep == 0)
            {
                progress(0);
            }
        }

        var count = written.Count;
        written.Complete();
        return (count, without, elsewhere);
    }

    private static IEnumerable<InputFeature> Features(ObjectSource source, IFeatureTable? table) => table is not null
        ? table.Query(new FeatureQuery { Fields = [], Where = source.Where is { } where ? FeatureExpressionParser.Parse(where, table.Fields, $"{Field}.filter") : null })
            .Select(feature => new InputFeature(feature.Id, feature.Geometry?.Parts, null))
        : source.File is { } file ? InputFeatureFile.Read(file) : source.Given ?? throw new InvalidOperationException("The features of a plan lie somewhere.");

    private static PolygonGeometry? Shape(InputFeature feature, FeatureProjection projection, ChipRules chips, RasterGrid grid)
    {
        if (feature.Point is not { } point)
        {
            return projection.Project(feature.Polygons!);
        }

        if (projection.Project(point[0], point[1]) is not { } place)
        {
            return null;
        }

        var window = chips.Around(grid.Transform.Invert(place.X, place.Y));
        (int Column, int Row)[] corners =
        [
            (window.ColumnOffset, window.RowEnd), (window.ColumnEnd, window.RowEnd), (window.ColumnEnd, window.RowOffset), (window.ColumnOffset, window.RowOffset),
            (window.ColumnOffset, window.RowEnd),
        ];
        return PolygonGeometry.Of([.. corners.Select(corner => grid.Transform.Apply(corner.Column, corner.Row)).SelectMany(corner => (double[])[corner.X, corner.Y])]);
    }
}
