using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RasterAnalysis.Accuracy;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Items;

/// <summary>Body of <c>POST /items/{id}/sample</c>.</summary>
/// <param name="Points">Points altogether, shared out by how many pixels the classes have; 500 unless pointsPerClass is given.</param>
/// <param name="PointsPerClass">Points of each class, in place of points.</param>
/// <param name="MinimumPerClass">With points: what each class gets at least; 50, and 2 where points is given.</param>
/// <param name="Seed">Decides which pixels are drawn: the same seed on the same raster gives the same points. Made up unless given; the answer names it.</param>
/// <param name="Coordinates">Longitude and latitude on WGS 84, or the raster's own coordinates.</param>
internal sealed record SampleRequestModel(int? Points, int? PointsPerClass, int? MinimumPerClass, long? Seed, [property: AllowedValues("wgs84", "raster")] string? Coordinates);

/// <summary>A stratified random sample as GeoJSON: pixels of each class, drawn without replacement.</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
/// <param name="Crs">In the way of GeoJSON of 2008, where coordinates are not longitude and latitude.</param>
/// <param name="Seed">What decided which pixels were drawn.</param>
/// <param name="Warnings">Classes that have fewer pixels than were asked for.</param>
/// <param name="Features">The points, at pixels' centres and in random order.</param>
internal sealed record SampleModel(string Type, JsonObject? Crs, long Seed, IReadOnlyList<string> Warnings, IReadOnlyList<SamplePointModel> Features)
{
    public static SampleModel From(ClassSample sample, long seed, int? wkid) => new(
        "FeatureCollection",
        sample.Reference is null || sample.Reference == SpatialReference.Wgs84 ? null
            : new JsonObject { ["type"] = "name", ["properties"] = new JsonObject { ["name"] = wkid is { } id ? $"urn:ogc:def:crs:EPSG::{id}" : sample.Reference.Wkt } },
        seed,
        sample.Short,
        [
            .. sample.Places.Select((place, number) => new SamplePointModel(
                "Feature", new SampleGeometryModel("Point", [place.X, place.Y]), new SamplePropertiesModel(number + 1, place.Value, sample.Names[place.Value], null))),
        ]);
}

/// <summary>A point of a sample.</summary>
/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Geometry">Where it is.</param>
/// <param name="Properties">What the raster has there.</param>
internal sealed record SamplePointModel(string Type, SampleGeometryModel Geometry, SamplePropertiesModel Properties);

/// <summary>A place.</summary>
/// <param name="Type"><c>Point</c>.</param>
/// <param name="Coordinates">East and north.</param>
internal sealed record SampleGeometryModel(string Type, IReadOnlyList<double> Coordinates);

/// <summary>What a point of a sample is.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Value">Pixel value in the raster.</param>
/// <param name="ClassName">Name of the class in the raster.</param>
/// <param name="Reference">What it really is: to be filled in, by the name or the value of a class.</param>
internal sealed record SamplePropertiesModel(int Id, long Value, string ClassName, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reference);
