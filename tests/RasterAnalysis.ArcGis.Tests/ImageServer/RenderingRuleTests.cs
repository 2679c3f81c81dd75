using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class RenderingRuleTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public void Nothing_is_no_rule(string? text) => Assert.Null(RenderingRuleParser.Parse(text));

    [Theory]
    [InlineData("{\"rasterFunction\":\"None\"}")]
    [InlineData("{\"RASTERFUNCTION\":\"none\",\"rasterFunctionArguments\":{}}")]
    [InlineData("{\"name\":\"None\",\"function\":{\"type\":\"IdentityFunction\"},\"arguments\":{}}")]
    public void None_is_stored_values(string text) => Assert.IsType<StoredValuesFunction>(RenderingRuleParser.Parse(text));

    [Fact]
    public void Colormap_of_the_JavaScript_clients_has_its_rows()
    {
        var colormap = Assert.IsType<ColormapFunction>(RenderingRuleParser.Parse(
            """{"rasterFunction":"Colormap","rasterFunctionArguments":{"Colormap":[[-1,0,0,0],[1,34,139,34],[2,0,0,255,0],[256,0,0,0]]},"variableName":"Raster"}"""));
        Assert.Equal(
            [new(-1, 0, 0, 0), new(1, 34, 139, 34), new(2, 0, 0, 255, IsVisible: false), new(256, 0, 0, 0)], colormap.Entries);
    }

    [Fact]
    public void Parse_reads_each_argument_of_Stretch()
    {
        var stretch = Assert.IsType<StretchFunction>(RenderingRuleParser.Parse(
            """
            {"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":6,"Min":10,"Max":"200","MinPercent":1,"MaxPercent":2,"DRA":true,
             "UseGamma":true,"Gamma":[1.5,2],"Statistics":[[0,100,40,10],{"min":1,"max":2,"avg":1.5,"stddev":0.1}],"NumberOfStandardDeviations":3,"SigmoidStrengthLevel":4}}
            """));
        Assert.Equal(StretchType.PercentClip, stretch.Type);
        Assert.Equal((10, 200, 1, 2, 3, 4), (stretch.OutputMin, stretch.OutputMax, stretch.MinPercent, stretch.MaxPercent, stretch.StandardDeviations, stretch.SigmoidStrength));
        Assert.True(stretch.UsesViewStatistics);
        Assert.Equal([1.5, 2], stretch.Gamma);
        Assert.Equal([new BandStatistics(0, 100, 40, 10), new BandStatistics(1, 2, 1.5, 0.1)], stretch.Statistics);
    }

    [Fact]
    public void Parse_leaves_out_a_gamma_that_is_not_used() => Assert.Null(Assert.IsType<StretchFunction>(RenderingRuleParser.Parse(
        """{"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":5,"UseGamma":false,"Gamma":[2]}}""")).Gamma);

    [Fact]
    public void Remap_has_ranges_without_pixels_first()
    {
        var remap = Assert.IsType<RemapFunction>(RenderingRuleParser.Parse(
            """{"rasterFunction":"Remap","rasterFunctionArguments":{"InputRanges":[0,5,5,10],"OutputValues":[1,2],"NoDataRanges":[7,8],"AllowUnmatched":false}}"""));
        Assert.False(remap.KeepsUnmatched);
        Assert.Equal([new(7, 8, null), new(8, 8, null), new(0, 5, 1), new(5, 10, 2)], remap.Ranges);
    }

    [Fact]
    public void Mask_has_values_and_ranges_by_band()
    {
        var mask = Assert.IsType<MaskFunction>(RenderingRuleParser.Parse(
            """{"rasterFunction":"Mask","rasterFunctionArguments":{"NoDataValues":["0 255","",7],"IncludedRanges":[1,9,2,8.5],"NoDataInterpretation":1}}"""));
        Assert.Equal([[0, 255], [], [7]], mask.NoDataValues);
        Assert.Equal([new(1, 9), new(2, 8.5)], mask.IncludedRanges);
        Assert.True(mask.MatchAll);
    }

    [Fact]
    public void Clip_has_rings_and_their_system()
    {
        var clip = Assert.IsType<ClipFunction>(RenderingRuleParser.Parse(
            """
            {"rasterFunction":"Clip","rasterFunctionArguments":{"ClippingType":2,
             "ClippingGeometry":{"xmin":1,"ymin":2,"xmax":3,"ymax":4,"spatialReference":{"wkid":102100,"latestWkid":3857}}}}
            """));
        Assert.Equal([[1, 2, 1, 4, 3, 4, 3, 2]], clip.Rings);
        Assert.Equal((3857, false), (clip.SpatialReference!.Wkid, clip.KeepsInside));
    }

    [Fact]
    public void Nested_rules_go_through_Raster()
    {
        var rule = RenderingRuleParser.Parse(
            """
            {"rasterFunction":"Colormap","rasterFunctionArguments":{"ColorRamp":{"type":"algorithmic","fromColor":[0,0,0,255],"toColor":[255,0,255,255]},
             "Raster":{"rasterFunction":"Stretch","rasterFunctionArguments":{"StretchType":5,
              "Raster":{"rasterFunction":"ExtractBand","rasterFunctionArguments":{"BandIDs":[3]}}}}}}
            """);
        Assert.Equal([typeof(ExtractBandFunction), typeof(StretchFunction), typeof(ColormapFunction)], rule!.Chain.Select(function => function.GetType()));
        Assert.Equal([4], ((ExtractBandFunction)rule.Chain[0]).Bands);
        Assert.Equal(new ColormapEntry(128, 128, 0, 128), ((ColormapFunction)rule).Entries[128]);
    }

    [Fact]
    public void A_template_is_read_as_well()
    {
        var rule = RenderingRuleParser.Parse(
            """
            {"name":"Shown","description":"","function":{"pixelType":"UNKNOWN","type":"StretchFunction"},
             "arguments":{"Raster":{"name":"Raster","isDataset":true,"type":"RasterFunctionVariable"},"StretchType":{"name":"StretchType","value":4,"type":"Scalar"}}}
            """);
        Assert.Equal(StretchType.HistogramEqualization, Assert.IsType<StretchFunction>(rule).Type);
        Assert.Null(rule!.Input);
    }

    [Theory]
    [InlineData("{\"rasterFunction\":\"Hillshade\"}", "renderingRule.rasterFunction")]
    [InlineData("{\"x\":1}", "renderingRule")]
    [InlineData("[]", "renderingRule")]
    [InlineData("{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":[1]}", "renderingRule.rasterFunctionArguments")]
    [InlineData("{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"StretchType\":8}}", "renderingRule.rasterFunctionArguments.StretchType")]
    [InlineData("{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"Max\":300}}", "renderingRule.rasterFunctionArguments.Max")]
    [InlineData("{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"Statistics\":[[3,1]]}}", "renderingRule.rasterFunctionArguments.Statistics")]
    [InlineData("{\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"Gamma\":[0]}}", "renderingRule.rasterFunctionArguments.Gamma")]
    [InlineData("{\"rasterFunction\":\"Remap\",\"rasterFunctionArguments\":{\"InputRanges\":[1,2],\"OutputValues\":[]}}", "renderingRule.rasterFunctionArguments.OutputValues")]
    [InlineData("{\"rasterFunction\":\"Remap\",\"rasterFunctionArguments\":{\"InputRanges\":[2,1],\"OutputValues\":[1]}}", "renderingRule.rasterFunctionArguments.InputRanges")]
    [InlineData("{\"rasterFunction\":\"ExtractBand\",\"rasterFunctionArguments\":{\"BandIDs\":[]}}", "renderingRule.rasterFunctionArguments.BandIDs")]
    [InlineData("{\"rasterFunction\":\"Mask\",\"rasterFunctionArguments\":{\"NoDataValues\":[\"1 x\"]}}", "renderingRule.rasterFunctionArguments.NoDataValues")]
    [InlineData("{\"rasterFunction\":\"Mask\",\"rasterFunctionArguments\":{\"NoDataValues\":{}}}", "renderingRule.rasterFunctionArguments.NoDataValues")]
    [InlineData("{\"rasterFunction\":\"Mask\",\"rasterFunctionArguments\":{\"IncludedRanges\":[1,2,3]}}", "renderingRule.rasterFunctionArguments.IncludedRanges")]
    [InlineData("{\"rasterFunction\":\"Mask\",\"rasterFunctionArguments\":{\"NoDataInterpretation\":2}}", "renderingRule.rasterFunctionArguments.NoDataInterpretation")]
    [InlineData("{\"rasterFunction\":\"Clip\",\"rasterFunctionArguments\":{\"ClippingGeometry\":{\"x\":1,\"y\":2}}}", "renderingRule.rasterFunctionArguments.ClippingGeometry")]
    [InlineData("{\"rasterFunction\":\"Clip\",\"rasterFunctionArguments\":{\"ClippingGeometry\":{\"rings\":[[[0,\"x\"]]]}}}", "renderingRule.rasterFunctionArguments.ClippingGeometry")]
    [InlineData("{\"rasterFunction\":\"Clip\",\"rasterFunctionArguments\":{\"ClippingType\":0}}", "renderingRule.rasterFunctionArguments.ClippingType")]
    [InlineData("{\"rasterFunction\":\"ExtractBand\",\"rasterFunctionArguments\":{\"BandIDs\":[-1]}}", "renderingRule.rasterFunctionArguments.BandIDs")]
    [InlineData("{\"rasterFunction\":\"Colormap\",\"rasterFunctionArguments\":{\"Colormap\":[[1,2,3]]}}", "renderingRule.rasterFunctionArguments.Colormap")]
    [InlineData("{\"rasterFunction\":\"Colormap\",\"rasterFunctionArguments\":{\"ColorrampName\":\"Aspect\"}}", "renderingRule.rasterFunctionArguments.ColorrampName")]
    [InlineData("{\"rasterFunction\":\"None\",\"rasterFunctionArguments\":{\"Raster\":7}}", "renderingRule.rasterFunctionArguments.Raster")]
    public void A_fault_names_its_place(string text, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => RenderingRuleParser.Parse(text)).Errors[0].Field);

    [Fact]
    public void Rules_nested_without_end_are_refused()
    {
        var rule = string.Concat(Enumerable.Repeat("{\"rasterFunction\":\"None\",\"rasterFunctionArguments\":{\"Raster\":", 12)) + "{}" + string.Concat(Enumerable.Repeat("}}", 12));
        Assert.EndsWith(".Raster", Assert.Throws<InvalidRequestException>(() => RenderingRuleParser.Parse(rule)).Errors[0].Field, StringComparison.Ordinal);
    }
}
