using System.Text.Json.Nodes;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Features;

/// <summary>Features as GeoJSON and ArcGIS write them.</summary>
public sealed class InputFeatureParserTests
{
    private const string Outer = "[[0,0],[0,9],[9,9],[9,0],[0,0]]";
    private const string Hole = "[[2,2],[4,2],[4,4],[2,4],[2,2]]";
    private const string Beside = "[[20,0],[20,9],[29,9],[29,0],[20,0]]";

    [Fact]
    public void Rings_of_ArcGIS_become_polygons_with_their_holes()
    {
        var (feature, fault) = InputFeatureParser.Esri(Node($$$"""{"attributes":{"fid":7},"geometry":{"rings":[{{{Outer}}},{{{Beside}}},{{{Hole}}}]}}"""), 1, "FID");

        Assert.Null(fault);
        Assert.Equal((7L, 2), (feature!.Id, feature.Parts!.Count));
        Assert.Equal([2, 1], feature.Parts.Select(part => part.Count));
        Assert.Equal(2.0, feature.Parts[0][1][0]);
        Assert.Null(feature.Polygons!.Fault);
    }

    [Fact]
    public void A_hole_that_lies_in_no_ring_is_a_polygon()
    {
        var (feature, _) = InputFeatureParser.Esri(Node($$"""{"rings":[{{Beside}},{{Hole}}]}"""), 4, null);

        Assert.Equal((4L, 2), (feature!.Id, feature.Parts!.Count));
    }

    [Theory]
    [InlineData("""{"type":"Feature","id":12,"geometry":{"type":"Polygon","coordinates":[[[0,0,5],[0,9,5],[9,9,5]]]}}""", 12)]
    [InlineData("""{"type":"Feature","id":"a7","geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[0,9],[9,9],[0,0]]]]}}""", 3)]
    [InlineData("""{"type":"Feature","properties":{"OBJECTID":44},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0,9],[9,9]]]}}""", 44)]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[0,9],[9,9]]]}""", 3)]
    public void Polygons_of_GeoJSON_are_closed_flat_and_numbered(string text, long id)
    {
        var (feature, fault) = InputFeatureParser.GeoJson(Node(text), 3);

        Assert.Null(fault);
        Assert.Equal(id, feature!.Id);
        Assert.Equal([0, 0, 0, 9, 9, 9, 0, 0], Assert.Single(Assert.Single(feature.Parts!)));
    }

    [Fact]
    public void Points_and_features_without_a_place_are_features()
    {
        Assert.Equal([1, 2], InputFeatureParser.GeoJson(Node("""{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2,3]}}"""), 1).Feature!.Point!);
        Assert.Equal([1, 2], InputFeatureParser.Esri(Node("""{"geometry":{"x":1,"y":2}}"""), 1, null).Feature!.Point!);
        var nowhere = new[]
        {
            InputFeatureParser.GeoJson(Node("""{"type":"Feature","geometry":null}"""), 1), InputFeatureParser.Esri(Node("""{"attributes":{}}"""), 1, null),
            InputFeatureParser.Esri(Node("""{"geometry":{"x":"NaN","y":"NaN"}}"""), 1, null), InputFeatureParser.Esri(Node("""{"geometry":{"rings":[]}}"""), 1, null),
        };
        Assert.All(nowhere, found => Assert.Equal((null, null, null), (found.Fault, found.Feature!.Parts, found.Feature.Point)));
    }

    [Theory]
    [InlineData("7", "must be an object.")]
    [InlineData("""{"geometry":{"curveRings":[]}}""", "has curves; give their rings as straight lines.")]
    [InlineData("""{"geometry":{"paths":[[[0,0],[1,1]]]}}""", "must have rings, or x and y, as its geometry.")]
    [InlineData("""{"geometry":{"rings":[[[0,0],["x",1],[1,1]]]}}""", "has rings that are no lists of three or more points.")]
    [InlineData("""{"geometry":{"x":1}}""", "has a point whose x and y are no numbers.")]
    public void What_is_no_feature_of_ArcGIS_is_said(string text, string fault) => Assert.Equal((null, fault), InputFeatureParser.Esri(Node(text), 1, null));

    [Fact]
    public void Features_come_out_of_a_file_as_they_went_in()
    {
        var path = Path.Combine(Path.GetTempPath(), $"features-{Guid.NewGuid():N}.jsonl");
        try
        {
            using (var file = new InputFeatureFile(path, new SpatialReference(32633, null)))
            {
                file.Append(InputFeatureParser.Esri(Node($$"""{"rings":[{{Outer}},{{Hole}}]}"""), 4, null).Feature!);
                file.Append(new InputFeature(5, null, [0.1, -2e300]));
                Assert.False(File.Exists(path));
                file.Complete();
            }

            var read = InputFeatureFile.Read(path).ToList();
            Assert.Equal(32633, InputFeatureFile.ReferenceOf(path)!.Wkid);
            Assert.Equal([4L, 5L], read.Select(feature => feature.Id));
            Assert.Equal([2, 2, 4, 2, 4, 4, 2, 4, 2, 2], read[0].Parts![0][1]);
            Assert.Equal([0.1, -2e300], read[1].Point!);
            File.AppendAllText(path, "{");
            Assert.Contains("are damaged", Assert.Throws<RasterAccessException>(() => InputFeatureFile.Read(path).ToList()).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JsonNode Node(string text) => JsonNode.Parse(text)!;
}
