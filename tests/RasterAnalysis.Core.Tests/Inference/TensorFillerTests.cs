using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Inference;

public sealed class TensorFillerTests
{
    [Fact]
    public void Fill_normalises_and_orders_the_axes() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 50], Gen.Bool).Sample((bands, plane, isNhwc) =>
    {
        var rules = Enumerable.Range(0, bands).Select(b => b == 0 ? BandNormalization.None : new BandNormalization(b, 0.5 * b, -b)).ToArray();
        var pixels = Enumerable.Range(0, bands * plane).Select(i => (float)(i * 3 % 17)).ToArray();
        var tensor = new float[pixels.Length];

        new TensorFiller(new Normalization("", rules), isNhwc ? TensorLayout.Nhwc : TensorLayout.Nchw).Fill(pixels, tensor);

        for (var band = 0; band < bands; band++)
        {
            for (var at = 0; at < plane; at++)
            {
                var x = pixels[(band * plane) + at];
                var expected = band == 0 ? x : ((x - band) * 0.5f * band) - band;
                Assert.Equal(expected, tensor[isNhwc ? (at * bands) + band : (band * plane) + at]);
            }
        }
    });
}
