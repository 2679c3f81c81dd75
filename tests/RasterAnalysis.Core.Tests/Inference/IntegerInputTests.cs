using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Inference;

public sealed class IntegerInputTests
{
    private static readonly Normalization AsTheyAre = new("", [BandNormalization.None]);

    [Theory]
    [InlineData(PixelType.U8, TensorElementType.UInt8, true)]
    [InlineData(PixelType.U8, TensorElementType.Int16, true)]
    [InlineData(PixelType.U16, TensorElementType.Int32, true)]
    [InlineData(PixelType.F32, TensorElementType.Float, true)]
    [InlineData(PixelType.U8, TensorElementType.Int8, false)]
    [InlineData(PixelType.U16, TensorElementType.Int16, false)]
    [InlineData(PixelType.F32, TensorElementType.Int64, false)]
    public void TryBegin_counts_only_where_something_may_not_fit(PixelType band, TensorElementType type, bool fits) =>
        Assert.Equal(fits, IntegerInput.TryBegin(type, [Some.Band(1, band)], AsTheyAre) is null);

    [Theory]
    [InlineData(new[] { 0f, 255, 100.4f, 7 }, 0)] // a fraction of so wide a range is no other value
    [InlineData(new[] { -1f, 256, 100, float.NaN }, 3)]
    [InlineData(new[] { 0f, 0.3f, 0.52f, 1 }, 2)]
    [InlineData(new[] { 0f, 0.02f, 1, 1 }, 0)]
    [InlineData(new[] { 0.5f, 0.5f, 0.5f, 0.5f }, 4)]
    [InlineData(new[] { -0.4f, 255.4f, 0, 255 }, 0)]
    public void Cut_is_what_is_outside_or_rounded_to_another_value(float[] samples, int expected)
    {
        var counter = IntegerInput.TryBegin(TensorElementType.UInt8, [Some.Band(1, PixelType.F32)], AsTheyAre)!;
        counter.Add(samples, [1, 1, 1, 1]);

        Assert.Equal((expected, 4), (counter.Cut, counter.Samples));
    }

    [Fact]
    public void Add_leaves_out_what_has_no_value()
    {
        var counter = IntegerInput.TryBegin(TensorElementType.UInt8, [Some.Band(1, PixelType.F32)], AsTheyAre)!;
        counter.Add([-5, 300, 7], [0, 1, 1]);

        Assert.Equal((1, 2), (counter.Cut, counter.Samples));
    }

    [Fact]
    public void Judge_refuses_more_than_a_tenth_unless_they_are_mapped()
    {
        var counter = IntegerInput.TryBegin(TensorElementType.UInt8, [Some.Band(1, PixelType.S16)], AsTheyAre)!;
        counter.Add([-5, 300, 7], [1, 1, 1]);

        var fault = Assert.Throws<InvalidRequestException>(() => counter.Judge(isMapped: false));

        Assert.Contains("from -5 to 300", fault.Message, StringComparison.Ordinal);
        Assert.Contains("2 of 3 samples", counter.Judge(isMapped: true), StringComparison.Ordinal);
    }
}
