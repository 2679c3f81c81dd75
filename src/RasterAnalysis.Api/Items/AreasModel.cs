using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Api.Items;

/// <summary>How much of a class raster each class has; of a mosaic its rasters are added up.</summary>
/// <param name="Classes">The classes; those that no pixel has are among them.</param>
/// <param name="NoData">What has no class.</param>
/// <param name="Method">How square metres were found: by the closed formula of the zone between two parallels, or by the areal scale of the projection. Null where they are not known.</param>
/// <param name="Note">The same in a sentence, with the ellipsoid; where square metres are not known, why.</param>
internal sealed record AreasModel(
    IReadOnlyList<ClassAreaModel> Classes,
    NoDataAreaModel NoData,
    [property: AllowedValues("zoneBetweenParallels", "arealScale"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Method,
    string Note)
{
    public static AreasModel From(ClassAreas areas) => new(ClassesOf(areas), new NoDataAreaModel(areas.NoDataPixels, areas.NoDataSquareMetres), WordOf(areas.Method), areas.Note);

    public static IReadOnlyList<ClassAreaModel> ClassesOf(ClassAreas areas) => [.. areas.Classes.Select(c => new ClassAreaModel(c.Value, c.Name, c.Pixels, c.SquareMetres, areas.ShareOf(c)))];

    public static string? WordOf(AreaMethod? method) => method switch { AreaMethod.ZoneBetweenParallels => "zoneBetweenParallels", AreaMethod.ArealScale => "arealScale", _ => null };
}

/// <summary>How much of a raster has a class.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Pixels">Pixels that have the value.</param>
/// <param name="SquareMetres">Their area on the ellipsoid of the raster's coordinate system; null where it is not known.</param>
/// <param name="Share">Part of what has a class, 0 to 1: of its area, or of its pixels where the area is not known.</param>
internal sealed record ClassAreaModel(
    long Value, string Name, long Pixels, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SquareMetres, double Share);

/// <summary>How much of a raster has no class.</summary>
/// <param name="Pixels">Pixels without a class.</param>
/// <param name="SquareMetres">Their area on the ellipsoid of the raster's coordinate system; null where it is not known.</param>
internal sealed record NoDataAreaModel(long Pixels, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SquareMetres);
