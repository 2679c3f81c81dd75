using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

public sealed class NetworkWarmUpTests
{
    public static TheoryData<int?, TensorLayout, int, int[][]> Cases => new()
    {
        { null, TensorLayout.Nchw, 4, [[4, 6, 256, 512], [1, 6, 256, 512]] },
        { null, TensorLayout.Nhwc, 4, [[4, 256, 512, 6], [1, 256, 512, 6]] },
        { null, TensorLayout.Nchw, 1, [[1, 6, 256, 512]] },
        { 8, TensorLayout.Nchw, 4, [[8, 6, 256, 512]] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shapes_are_those_of_the_largest_batch_and_the_smallest(int? fixedBatch, TensorLayout layout, int batch, int[][] expected)
    {
        var network = new NetworkProfile(
            "input", TensorElementType.Float, layout, 6, fixedBatch, null, null, "output", OutputKind.Scores, layout, 3, 0);

        Assert.Equal(expected, NetworkWarmUp.Shapes(network, new TilingPlan(512, 256, 16, 8, batch)));
    }
}
