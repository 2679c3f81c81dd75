using System.Text.Json.Nodes;
using RasterAnalysis.Api.Jobs;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Tests;

/// <summary>A key that nobody reads is named, with the place where it belongs.</summary>
public sealed class RequestKeysTests
{
    [Theory]
    [InlineData("""{"extent":{}}""", "extent", "it belongs in context, as context.extent.")]
    [InlineData("""{"xmin":1}""", "xmin", "it belongs in context.extent, as context.extent.xmin.")]
    [InlineData("""{"padding":8}""", "padding", "it is an argument of the model and belongs in modelArguments, as modelArguments.padding.")]
    [InlineData("""{"context":{"BatchSize":8}}""", "context.BatchSize", "it is an argument of the model and belongs in modelArguments, as modelArguments.batch_size.")]
    [InlineData("""{"context":{"outputName":"a"}}""", "context.outputName", "it belongs at the top, as outputName.")]
    [InlineData("""{"context":{"extent":{"xmin":0,"wkid":3857}}}""", "context.extent.wkid", "it belongs in context.extent.spatialReference, as context.extent.spatialReference.wkid.")]
    [InlineData("""{"context":{"outSR":{"epsg":3857}}}""", "context.outSR.epsg", "known are wkid, latestWkid, wkt, wkt2.")]
    [InlineData("""{"inputRaster":{"id":"7"}}""", "inputRaster.id", "known are itemId, uri, url, renderingRule, mosaicRule, serviceToken, assets, values.")]
    [InlineData("""{"context":{"cellSize":{"x":1,"z":2}}}""", "context.cellSize.z", "known are x, y.")]
    [InlineData("""{"context":{"cellSize":{"itemId":"7","name":"a"}}}""", "context.cellSize.name", "known are itemId, uri, url, renderingRule, mosaicRule, serviceToken, assets, values.")]
    [InlineData("""{"context":"{'extnt':{}}"}""", "context.extnt", "known are extent, cellSize,")]
    [InlineData("""{"token":"secret"}""", "token", "known are inputRaster, model,")]
    public void A_key_that_nobody_reads_is_named_with_its_place(string body, string field, string advice)
    {
        var fault = Assert.Single(Unknown(body));

        Assert.Equal(field, fault.Field);
        Assert.StartsWith($"is not known here; {advice}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"INPUTRASTER":{"ItemID":"7","renderingRule":{"rasterFunction":"Stretch","anything":1}},"model":{"uri":"/a"},"modelArguments":{"my_own":1},"processAllRasterItems":true}""")]
    [InlineData("""{"model":{"ModelType":"ImageClassification","ModelFile":"a.onnx"}}""")]
    [InlineData("""{"context":{"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":102100,"latestWkid":3857}},"cellSize":10,"outSR":3857,"snapRaster":"/rasterStores/a/b.tif"}}""")]
    [InlineData("""{"context":{"mask":{"type":"Feature","properties":{"name":"bay"},"geometry":{"type":"Polygon","coordinates":[]}},"compression":"LZ77","pyramid":true,"cellSize":{"x":1,"y":2}}}""")]
    public void What_is_read_is_known(string body) => Assert.Empty(Unknown(body));

    [Fact]
    public void Every_fault_is_named() => Assert.Equal(
        ["a", "inputRaster.b", "context.c", "context.extent.d"],
        Unknown("""{"a":1,"inputRaster":{"b":1},"context":{"c":1,"extent":{"d":1}}}""").Select(fault => fault.Field));

    [Fact]
    public void Objects_that_came_as_texts_stand_in_the_body_as_objects()
    {
        var body = JsonNode.Parse("""{"inputRaster":"{'itemId':'7'}","context":"{'extent':'{xmin:0}','outSR':'3857'}","model":"{'uri'","outputName":"{a}"}""")!.AsObject();

        RequestKeys.Of<ClassifyPixelsRequestModel>().Unknown(body);

        Assert.Equal("""{"inputRaster":{"itemId":"7"},"context":{"extent":{"xmin":0},"outSR":"3857"},"model":"{'uri'","outputName":"{a}"}""", body.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    private static List<RequestError> Unknown(string body) => RequestKeys.Of<ClassifyPixelsRequestModel>().Unknown(JsonNode.Parse(body)!.AsObject());
}
