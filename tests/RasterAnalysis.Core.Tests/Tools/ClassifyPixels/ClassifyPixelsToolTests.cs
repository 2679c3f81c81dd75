using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class ClassifyPixelsToolTests
{
    private const string Inputs = "inputRaster:{itemId:'a'},model:{itemId:'b'}";

    public static TheoryData<string, SourceKind, string> Sources => new()
    {
        { "{\"itemId\":\"abc\"}", SourceKind.Item, "abc" },
        { "{\"itemId\":\"abc\",\"url\":\"http://x/y\"}", SourceKind.Item, "abc" },
        { "'{\"itemId\":\"abc\"}'", SourceKind.Item, "abc" },
        { @"'\""{\\\""itemId\\\"":\\\""abc\\\""}\""'", SourceKind.Item, "abc" },
        { "{\"url\":\"http://x/ImageServer\"}", SourceKind.Url, "http://x/ImageServer" },
        { "'https://x/a.tif'", SourceKind.Url, "https://x/a.tif" },
        { "{\"uri\":\"/rasterStores/s/a.tif\"}", SourceKind.Uri, "/rasterStores/s/a.tif" },
        { "'/fileShares/s/a.tif'", SourceKind.Uri, "/fileShares/s/a.tif" },
        { "{\"uri\":\"https://x/a.tif\"}", SourceKind.Url, "https://x/a.tif" },
        { "'0123456789abcdef0123456789ABCDEF'", SourceKind.Item, "0123456789abcdef0123456789ABCDEF" },
        { "{\"serviceProperties\":{\"serviceUrl\":\"http://x/ImageServer\"},\"itemProperties\":{\"itemId\":\"abc\"}}", SourceKind.Item, "abc" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Parse_takes_every_form_of_an_input(string form, SourceKind kind, string value)
    {
        var request = Parse($"{{INPUTRASTER:{form},model:{form}}}");

        Assert.Equal(new SourceReference(kind, value), request.InputRaster);
        Assert.Equal(new SourceReference(kind, value), request.Model);
    }

    [Fact]
    public void Parse_keeps_the_rules_and_the_token_of_an_image_service()
    {
        var input = Parse(
            "{inputRaster:{url:'http://x/ImageServer',renderingRule:'{rasterFunction:\"ExtractBand\"}',mosaicRule:{mosaicMethod:'esriMosaicNone'},serviceToken:'t'},model:{itemId:'b'}}").InputRaster;

        Assert.Equal("""{"rasterFunction":"ExtractBand"}""", input.RenderingRule);
        Assert.Equal("""{"mosaicMethod":"esriMosaicNone"}""", input.MosaicRule);
        Assert.Equal("t", input.ServiceToken);
        Assert.Null(Parse("{inputRaster:{url:'http://x/ImageServer',renderingRule:{rasterFunction:'None'}},model:{itemId:'b'}}").InputRaster.RenderingRule);
    }

    [Theory]
    [InlineData("{itemId:'a',renderingRule:{rasterFunction:'Stretch'}}", "inputRaster.renderingRule")]
    [InlineData("{uri:'/rasterStores/a/b.tif',mosaicRule:{where:'1=1'}}", "inputRaster.mosaicRule")]
    [InlineData("{url:'http://x/ImageServer',renderingRule:[1]}", "inputRaster.renderingRule")]
    [InlineData("{uri:'/rasterStores/a/b.tif',function:{rasterFunction:'Stretch'}}", "inputRaster.function")]
    public void Parse_refuses_a_rule_that_would_be_left_out(string input, string field)
    {
        var exception = Assert.Throws<InvalidRequestException>(() => Parse($"{{inputRaster:{input},model:{{itemId:'b'}}}}"));

        Assert.Contains(exception.Errors, error => error.Field == field);
    }

    [Theory]
    [InlineData("outputClassifiedRaster:'Land cover'", "Land cover")]
    [InlineData("outputClassifedRaster:'Land cover'", "Land cover")]
    [InlineData("outputClassifiedRaster:{serviceProperties:{name:'Cover',serviceUrl:'http://x/a/ImageServer'},itemProperties:{itemId:'c'}}", "Cover")]
    [InlineData("outputClassifiedRaster:'{\"serviceProperties\":{\"name\":\"Cover\"}}'", "Cover")]
    [InlineData("outputClassifiedRaster:{url:'http://x/rest/services/Hosted/Cover/ImageServer'}", "Cover")]
    [InlineData("outputName:'Cover'", "Cover")]
    [InlineData("outputClassifiedRaster:''", null)]
    [InlineData("outputClassifiedRaster:'#'", null)]
    public void Parse_finds_the_name_of_the_output(string output, string? expected) => Assert.Equal(expected, Parse($"{{{Inputs},{output}}}").Output.Name);

    [Fact]
    public void Parse_reads_the_whole_context()
    {
        var context = Parse(
            $"{{{Inputs},context:{{extent:{{xmin:'1',ymin:2,xmax:3,ymax:4,spatialReference:{{wkid:102100,latestWkid:3857}}}},cellSize:0.5,outSR:{{wkid:4326}},"
            + "snapRaster:{url:'http://x/a.tif'},resamplingMethod:'BILINEAR',processorType:'gpu',parallelProcessingFactor:'60%',recycleProcessingWorkers:'5',retryOnFailures:2}}").Context;

        Assert.Equal(new Extent(1, 2, 3, 4), context.Extent);
        Assert.Equal((3857, 4326), (context.ExtentSpatialReference!.Wkid, context.OutputSpatialReference!.Wkid));
        Assert.Equal((0.5, 0.5), (context.CellSizeX, context.CellSizeY));
        Assert.Equal("http://x/a.tif", context.SnapRaster!.Value);
        Assert.Equal((ResamplingMethod.Bilinear, ProcessorType.Gpu), (context.ResamplingMethod, context.ProcessorType));
        Assert.Equal(("60%", 5, 2), (context.ParallelProcessingFactor, context.RecycleProcessingWorkers, context.RetryOnFailures));
    }

    [Theory]
    [InlineData("cellSize:NaN", "context.cellSize", "NaN")]
    [InlineData("cellSize:'NaN'", "context.cellSize", "NaN")]
    [InlineData("cellSize:-1", "context.cellSize", "-1")]
    [InlineData("cellSize:0", "context.cellSize", "0")]
    [InlineData("cellSize:{x:1,y:'a'}", "context.cellSize", "positive")]
    [InlineData("cellSize:{x:10,y:0}", "context.cellSize", "is 0;")]
    [InlineData("cellSize:{x:-3,y:4}", "context.cellSize", "is -3;")]
    [InlineData("cellSize:{factor:2}", "context.cellSize.factor", "cell size itself")]
    [InlineData("extent:{xmin:0,ymin:0,xmax:NaN,ymax:1}", "context.extent.xmax", "finite")]
    [InlineData("extent:{xmin:0,ymin:0,xmax:0,ymax:1}", "context.extent", "no area")]
    [InlineData("extent:[0,0,1,1]", "context.extent", "object")]
    [InlineData("outSR:'file.prj of mine'", "context.outSR", "wkid")]
    [InlineData("outSR:'/etc/passwd[]'", "context.outSR", "wkid")]
    [InlineData("outSR:-1", "context.outSR", "wkid")]
    [InlineData("resamplingMethod:'GUESS'", "context.resamplingMethod", "NEAREST")]
    [InlineData("processorType:'TPU'", "context.processorType", "CPU")]
    [InlineData("retryOnFailures:-1", "context.retryOnFailures", "0 or more")]
    [InlineData("recycleProcessingWorkers:1.5", "context.recycleProcessingWorkers", "whole")]
    [InlineData("mask:{rings:[[[1,2],[3,4]]]}", "context.mask", "rings")]
    [InlineData("snapRaster:{}, cellSize:{itemId:''}", "context.cellSize", "itemId")]
    public void Parse_refuses_a_context_that_would_give_other_pixels(string context, string field, string expected)
    {
        var errors = Assert.Throws<InvalidRequestException>(() => Parse($"{{{Inputs},context:{{{context}}}}}")).Errors;

        Assert.Contains(errors, error => error.Field == field && error.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("outputName:['x']", "outputName")]
    [InlineData("outputName:{a:1}", "outputName")]
    [InlineData("folder:[1]", "folder")]
    public void Parse_of_a_text_that_is_none_is_refused(string parameter, string field)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Parse($"{{{Inputs},{parameter}}}")).Errors);

        Assert.Equal((field, "must be a text."), (error.Field, error.Message));
    }

    [Theory]
    [InlineData("{\"wkid\":4326}", 4326)]
    [InlineData("4326", 4326)]
    [InlineData("'4326'", 4326)]
    [InlineData("'EPSG:4326'", 4326)]
    [InlineData("'{\"wkid\":4326}'", 4326)]
    [InlineData("'GEOGCS[\"WGS 84\",DATUM[]]'", null)]
    [InlineData("{wkt:'PROJCS[\"x\"]'}", null)]
    public void Parse_takes_every_form_of_a_coordinate_system(string form, int? wkid)
    {
        var reference = Parse($"{{{Inputs},context:{{outSR:{form}}}}}").Context.OutputSpatialReference!;

        Assert.Equal(wkid, reference.Wkid);
        Assert.Equal(wkid is null, reference.Wkt is not null);
    }

    [Fact]
    public void Parse_lists_every_fault_at_once()
    {
        var errors = Assert.Throws<InvalidRequestException>(() => Parse("{inputRaster:{itemIds:['a']},modelArguments:{padding:'x',threshold:7},context:{cellSize:0},outputName:'***',processAllRasterItems:'perhaps'}")).Errors;

        Assert.Equal(
            ["context.cellSize", "inputRaster", "model", "modelArguments.padding", "modelArguments.threshold", "outputName", "processAllRasterItems"],
            errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_notes_what_it_leaves_aside() => Assert.Contains(
        Parse($"{{{Inputs},somethingElse:1,context:{{compression:'LZW',bogus:1}},token:'t'}}").Notes, note => note.Contains("somethingElse", StringComparison.Ordinal));

    [Theory]
    [InlineData("processSR:{wkid:4326}")]
    [InlineData("geographicTransformations:[{wkid:1623}]")]
    [InlineData("compression:'LERC'")]
    [InlineData("pyramid:{levels:3}")]
    [InlineData("statistics:{skip_first:true}")]
    [InlineData("noData:255")]
    [InlineData("cellAlignment:'ALIGN'")]
    [InlineData("origin:{x:0,y:0}")]
    [InlineData("where:'year = 2020'")]
    [InlineData("processAsMultidimensional:true")]
    public void Parse_says_what_happens_instead_of_a_key_that_is_not_used(string key)
    {
        var note = Assert.Single(Parse($"{{{Inputs},context:{{{key}}}}}").Notes);

        Assert.StartsWith($"context.{key.Split(':')[0]} is not used: ", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extent:'MAXOF',cellSize:'MinOf',outSR:null,processSR:null,f:'json'")]
    [InlineData("extent:'minof',cellSize:'MaxOfIn',mask:{},snapRaster:''")]
    public void Parse_takes_the_words_for_defaults_without_a_word(string context)
    {
        var request = Parse($"{{{Inputs},context:{{{context}}},'env:outSR':'4326','env:cellSize':5,returnZ:false,dojo.preventCache:1,_ts:2,outputType:'tiledLayer'}}");

        Assert.Empty(request.Notes);
        Assert.Equal(new AnalysisContext(), request.Context);
    }

    [Theory]
    [InlineData("{ModelType:'ImageClassification',ModelFile:'a.onnx'}")]
    [InlineData("'{\"ModelType\":\"ImageClassification\",\"ModelFile\":\"a.onnx\"}'")]
    [InlineData(@"'\""{\\\""ModelType\\\"":\\\""ImageClassification\\\"",\\\""ModelFile\\\"":\\\""a.onnx\\\""}\""'")]
    public void Parse_takes_a_whole_definition_as_the_model(string form) => Assert.Equal(
        new SourceReference(SourceKind.Inline, """{"ModelType":"ImageClassification","ModelFile":"a.onnx"}"""), Parse($"{{inputRaster:'a/b',model:{form}}}").Model);

    [Theory]
    [InlineData("cellSize:{url:'http://x/ImageServer'}")]
    [InlineData("cellSize:'{\"url\":\"http://x/ImageServer\"}'")]
    public void Parse_takes_the_cell_size_of_a_raster(string cellSize) =>
        Assert.Equal("http://x/ImageServer", Parse($"{{{Inputs},context:{{{cellSize}}}}}").Context.CellSizeSource!.Value);

    private static RasterModelRequest Parse(string text) => new ClassifyPixelsTool().Parse((JsonObject)LenientJson.Parse(text)!);
}
