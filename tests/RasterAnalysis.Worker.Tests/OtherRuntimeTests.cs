using System.Text;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>A network of another runtime than ONNX Runtime, of which there is no graph: planned, run and described without one.</summary>
public sealed class OtherRuntimeTests : IDisposable
{
    private const int Side = 600;
    private readonly BandRuntime _runtime = new();
    private readonly LocalJob _job;

    public OtherRuntimeTests() => _job = new LocalJob(_runtime);

    private static byte[] Raster => TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)Value(row, column));

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Pixels_are_those_of_its_network()
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(4));
        definition["ModelFile"] = "network.band";

        var output = _job.Classify(Raster, definition, Encoding.ASCII.GetBytes("4"), new() { ["tile_size"] = "256", ["padding"] = "8" });

        Assert.True(_job.Plan!.Tiling.TileWidth < Side, "one tile would show no seams");
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var largest = (from y in Enumerable.Range(row - 1, 3) from x in Enumerable.Range(column - 1, 3) select Value(Mirrored(y), Mirrored(x))).Max();
                Assert.True(largest == output[row, column], $"{largest} and {output[row, column]} at row {row}, column {column}");
            }
        }
    }

    [Fact]
    public void What_only_a_graph_can_say_is_not_said()
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(4));
        definition["ModelFile"] = "network.band";
        (definition["ImageWidth"], definition["ImageHeight"]) = (256, 256);
        _job.Classify(Raster, definition, Encoding.ASCII.GetBytes("4"));

        var seams = _job.Describe().Description.Seams;

        Assert.False(seams.IsExact);
        Assert.NotNull(seams.Mismatch);
        Assert.Null(_job.Plan!.Network.Locality);
        Assert.Null(_job.Plan.Narrowing);
        Assert.Null(_job.Plan.Watch);
        Assert.All(_runtime.Loads, load => Assert.Equal((null, null, null), (load.Narrowing, load.Logits, load.Watch)));
    }

    [Fact]
    public void The_network_that_a_job_is_planned_with_is_the_one_that_runs()
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(4));
        definition["ModelFile"] = "network.band";

        var planned = _job.Classify(Raster, definition, Encoding.ASCII.GetBytes("4"));
        Assert.Single(_runtime.Loads);

        // the network of the first job has run before, so the second one is only planned with another
        var again = _job.Classify(Raster, definition, Encoding.ASCII.GetBytes("4"));
        Assert.Equal(2, _runtime.Loads.Count);
        Assert.Equal(planned, again);
    }

    [Fact]
    public void A_damaged_file_is_refused_in_its_own_words()
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(4));
        definition["ModelFile"] = "network.band";

        var exception = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster, definition, Encoding.ASCII.GetBytes("four")));

        Assert.Equal("A .band file holds one number.", exception.Message);
    }

    [Fact]
    public void Networks_that_it_does_not_take_are_ONNX_Runtimes()
    {
        var output = _job.Classify(Raster, TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.CopyBand(4));

        Assert.Empty(_runtime.Loads);
        Assert.Equal(Value(17, 4), output[17, 4]);
    }

    private static int Value(int row, int column) => ((row * 7) + (column * 3) + (row * column / 50)) % 4;

    private static int Mirrored(int place) => place < 0 ? -place : place >= Side ? (2 * Side) - 2 - place : place;
}
