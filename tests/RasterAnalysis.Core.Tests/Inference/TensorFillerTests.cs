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

    [Theory]
    [InlineData(null, null)]
    [InlineData(-3.0, null)]
    [InlineData(null, 5.5)]
    [InlineData(-3.0, 5.5)]
    public void Values_are_cut_before_they_are_scaled(double? low, double? high)
    {
        float[] pixels = [.. Enumerable.Range(-20, 40).Select(i => i / 2f), float.NaN, float.NegativeInfinity, float.PositiveInfinity];
        var rule = new BandNormalization(1, 2, 3) { Low = low, High = high };
        foreach (var layout in (TensorLayout[])[TensorLayout.Nchw, TensorLayout.Nhwc])
        {
            var tensor = pixels.ToArray();
            new TensorFiller(new Normalization("", [rule]), layout).Fill(pixels, tensor);

            var (least, most) = ((float)(low ?? double.NegativeInfinity), (float)(high ?? double.PositiveInfinity));
            Assert.Equal(pixels.Select(value => float.IsNaN(value) ? value : ((Math.Clamp(value, least, most) - 1) * 2) + 3), tensor);
            Assert.Equal(tensor, pixels.Select(value => (float)rule.Apply(value)));
        }
    }
}
