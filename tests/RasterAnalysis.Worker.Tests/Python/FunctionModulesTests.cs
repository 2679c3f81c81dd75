using System.Diagnostics;

namespace RasterAnalysis.Worker.Tests.Python;

/// <summary>The modules that raster functions of Esri's manner import, which are ours.</summary>
public sealed class FunctionModulesTests
{
    /// <summary>Height and width of the rectangles in which ArcGIS lays batches (<c>docs/reference/dlpk-and-emd.md#tiles</c>).</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 1, 3)]
    [InlineData(4, 2, 2)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 2, 3)]
    [InlineData(7, 7, 1)]
    [InlineData(8, 2, 4)]
    [InlineData(9, 3, 3)]
    [InlineData(10, 10, 1)]
    [InlineData(12, 3, 4)]
    [InlineData(16, 4, 4)]
    [InlineData(64, 8, 8)]
    public void Batches_lie_in_the_rectangles_in_which_ArcGIS_lays_them(int batch, int rows, int columns) =>
        Assert.Equal($"({rows}, {columns})", Evaluate($"prf_utils.calculate_rectangle_size_from_batch_size({batch})"));

    [Fact]
    public void A_block_that_is_cut_into_tiles_and_put_together_again_is_the_block()
    {
        Assert.Equal("(6, 2, 16, 16) True True", Evaluate(
            "(lambda block: (lambda batch: f'{batch[0].shape} {bool((prf_utils.batch_to_tile(batch[0][:, :, 3:13, 3:13], 2, 3) == block[:, 3:23, 3:33]).all())} {bool((batch[0][5] == block[:, 10:26, 20:36]).all())}')"
            + "(prf_utils.tile_to_batch(block, 16, 16, 3, batch_height=2, batch_width=3)))(numpy.arange(2 * 26 * 36).reshape(2, 26, 36))"));
        Assert.Equal("3 3 1 0", Evaluate(
            "(lambda batch: f'{batch[1]} {batch[2]} {batch[0][8][0, 8, 6]} {batch[0][8][0, 9, 6]}')(prf_utils.tile_to_batch(numpy.ones((1, 29, 36), 'u1'), 16, 16, 3, fixed_tile_size=False))"));
    }

    [Fact]
    public void Tables_of_attributes_fields_and_features_are_as_functions_expect_them()
    {
        Assert.Equal("['OID', 'Value', 'Class', 'Red', 'Green', 'Blue'] []", Evaluate("f\"{[f['name'] for f in attribute_table.attribute_table['fields']]} {attribute_table.attribute_table['features']}\""));
        Assert.Equal("esriFieldTypeDouble", Evaluate("fields.fields['fields'][2]['type']"));
        Assert.Equal("esriGeometryPolygon -1 CPU", Evaluate("f\"{features.features['geometryType']} {prf_utils.get_available_device()} {arcpy.env.processorType}\""));
    }

    private static string Evaluate(string expression)
    {
        var modules = Path.Combine(AppContext.BaseDirectory, "Python", "modules");
        using var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", ["-B", "-c", $"import sys; sys.path.insert(0, {Quoted(modules)}); import numpy, prf_utils, attribute_table, fields, features, arcpy; print({expression})"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return said;
    }

    private static string Quoted(string path) => $"'{path}'";
}
