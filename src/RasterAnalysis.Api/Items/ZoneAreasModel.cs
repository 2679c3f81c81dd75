using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Api.Items;

/// <summary>Body of <c>POST /items/{id}/areas</c>.</summary>
/// <param name="Zones">
/// The zones: a GeoJSON FeatureCollection of polygons, in longitude and latitude on WGS 84 unless its <c>crs</c> names another system; or <c>{"itemId"}</c> of an item of type Feature Service,
/// with <c>filter</c> as a condition on its features.
/// </param>
/// <param name="ZoneField">Property with a zone's name; <c>name</c> unless given, where the zones have it.</param>
/// <param name="Format">json, or csv for a table, as the parameter of the same name; json unless given.</param>
internal sealed record ZoneAreasRequestModel(JsonObject Zones, string? ZoneField, [property: AllowedValues("json", "csv")] string? Format);

/// <summary>How much of each zone each class of a class raster has; of a mosaic its rasters are added up.</summary>
/// <param name="Zones">The zones, in the order of the request or of the item's features.</param>
/// <param name="Method">As in the areas of the whole raster.</param>
/// <param name="Note">As in the areas of the whole raster.</param>
internal sealed record ZoneAreasModel(
    IReadOnlyList<ZoneModel> Zones,
    [property: AllowedValues("zoneBetweenParallels", "arealScale"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Method,
    string Note)
{
    public static ZoneAreasModel From(IReadOnlyList<ZoneClassAreas> zones) => new([.. zones.Select(ZoneModel.From)], AreasModel.WordOf(zones[0].Areas.Method), zones[0].Areas.Note);
}

/// <summary>How much of a zone each class has.</summary>
/// <param name="Id">Number of the zone: the feature's own where it has one, else its place in the list, from 1.</param>
/// <param name="Name">Its name; null for none.</param>
/// <param name="Pixels">Pixels with a class whose centre lies in it.</param>
/// <param name="SquareMetres">Their area on the ellipsoid of the raster's coordinate system; null where it is not known.</param>
/// <param name="Classes">The classes, for all zones the same; those that no pixel of the zone has are among them. The share is of what has a class in the zone.</param>
/// <param name="NoData">What of the zone lies in the raster and has no class.</param>
/// <param name="Note">Why it has no pixels, or that it lies partly beyond the raster; null for zones within it.</param>
internal sealed record ZoneModel(
    long Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name,
    long Pixels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SquareMetres,
    IReadOnlyList<ClassAreaModel> Classes,
    NoDataAreaModel NoData,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Note)
{
    public static ZoneModel From(ZoneClassAreas zone) => new(
        zone.Id,
        zone.Name,
        zone.Areas.Classes.Sum(c => c.Pixels),
        zone.Areas.SquareMetres,
        AreasModel.ClassesOf(zone.Areas),
        new NoDataAreaModel(zone.Areas.NoDataPixels, zone.Areas.NoDataSquareMetres),
        zone.Fit switch
        {
            ZoneFit.Partly => "It lies partly beyond the raster; what lies within is counted.",
            ZoneFit.Outside => "It lies outside of the raster.",
            ZoneFit.BetweenCentres => "No pixel's centre lies in it.",
            ZoneFit.NotProjected => "It cannot be projected to the raster's coordinate system.",
            ZoneFit.Empty => "It has no polygon.",
            _ => null,
        });
}
