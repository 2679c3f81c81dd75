using CsCheck;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Pipeline;

public sealed class TileTurnTests
{
    [Fact]
    public void Undo_takes_every_turn_back() => Gen.Select(Gen.Int[0, 7], Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 3], Gen.Bool).Sample(
        (variant, rows, columns, channels, isNchw) =>
        {
            var layout = isNchw ? TensorLayout.Nchw : TensorLayout.Nhwc;
            var tile = Enumerable.Range(0, rows * columns * channels).Select(i => (float)i).ToArray();
            var (turned, back) = (new float[tile.Length], new float[tile.Length]);

            new TileTurn(variant).Apply(tile, turned, rows, columns, channels, layout);
            new TileTurn(variant).Undo(turned, back, rows, columns, channels, layout);

            Assert.Equal(tile, back);
        },
        iter: 500);

    [Fact]
    public void The_eight_turns_of_a_square_are_eight_different_pictures()
    {
        float[] tile = [1, 2, 3, 4];
        var pictures = TileTurn.All(isSquare: true).Select(turn =>
        {
            var turned = new float[4];
            turn.Apply(tile, turned, 2, 2, 1, TensorLayout.Nchw);
            return string.Join(' ', turned);
        }).ToArray();

        Assert.Equal(
            ["1 2 3 4", "3 4 1 2", "2 1 4 3", "4 3 2 1", "1 3 2 4", "2 4 1 3", "3 1 4 2", "4 2 3 1"], pictures);
    }
}
