using System.IO.MemoryMappedFiles;
using RasterAnalysis.Gdal;
using RasterAnalysis.Rasters;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Worker.Tests.Python;

/// <summary>What a Python raster function finds in the memory that it shares: its bands in the raster's own type, a byte of validity, and where its classes go.</summary>
public sealed class FunctionBlockTests
{
    // what the raster's type holds goes over as it is; what resampling made of it is cut at the type's ends, and fractions fall away as numpy's astype has it
    public static TheoryData<PixelType, float[], double[]> Types => new()
    {
        { PixelType.U8, [0, 1, 254.6f, 255, 300, -4], [0, 1, 254, 255, 255, 0] },
        { PixelType.S8, [0, -1.7f, 127, -128, 300, -300], [0, -1, 127, -128, 127, -128] },
        { PixelType.U16, [0, 1, 65535, 65536, 12.5f, -1], [0, 1, 65535, 65535, 12, 0] },
        { PixelType.S16, [0, -1, 32767, -32768, 40000, -40000], [0, -1, 32767, -32768, 32767, -32768] },
        { PixelType.U32, [0, 1, 16777216, 4294967040, -1, 7], [0, 1, 16777216, 4294967040, 0, 7] },
        { PixelType.S32, [0, -1, 16777216, -16777216, 5.9f, 7], [0, -1, 16777216, -16777216, 5, 7] },
        { PixelType.F32, [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6], [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6] },
        { PixelType.F64, [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6], [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6] },
        { PixelType.S64, [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6], [0.1f, -2.5f, 3e38f, 1e-20f, 5, 6] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Bands_go_over_in_their_own_type(PixelType type, float[] values, double[] expected)
    {
        // two bands of three pixels, and their validity
        using var memory = new SealedMemory(1 << 16);
        using var block = new FunctionBlock(memory, bands: 2, pixels: 3, outputs: 3, type);

        block.Write([.. values, 1, 0, 1]);

        using var seen = memory.Map(0, 1 << 16);
        Assert.Equal(expected, Enumerable.Range(0, 6).Select(i => Sample(seen, FunctionBlock.TypeOf(type), i)));
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(i => seen.ReadByte(block.ValidityOffset + i)));
    }

    [Theory]
    [InlineData(PixelType.U8, 0, 255)]
    [InlineData(PixelType.U16, 0, 65535)]
    [InlineData(PixelType.S16, -32768, 32767)]
    public void Long_rows_of_samples_are_those_of_one_after_the_other(PixelType type, int least, int most)
    {
        // more than a vector, and not a whole number of them
        const int Pixels = 1003;
        float[] strange = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e9f, -3e9f, -0.9f, 0.9f, most + 0.5f, least - 0.5f];
        var values = Enumerable.Range(0, Pixels).Select(i => i % 7 == 3 ? strange[i % strange.Length] : (i * 97.25f) - 20000).ToArray();
        using var memory = new SealedMemory(1 << 16);
        using var block = new FunctionBlock(memory, bands: 1, Pixels, outputs: 1, type);

        block.Write([.. values, .. Enumerable.Repeat(1f, Pixels)]);

        using var seen = memory.Map(0, 1 << 16);
        Assert.Equal(
            values.Select(value => float.IsNaN(value) ? 0 : Math.Clamp(Math.Truncate((double)value), least, most)),
            Enumerable.Range(0, Pixels).Select(i => Sample(seen, type, i)));
    }

    [Fact]
    public void Classes_come_back_from_where_they_are_said_to_lie()
    {
        using var memory = new SealedMemory(1 << 16);
        using var block = new FunctionBlock(memory, bands: 3, pixels: 5, outputs: 4, PixelType.U8);
        using var other = memory.Map(0, 1 << 16);
        other.WriteArray(block.OutputOffset, [1f, float.NaN, 3f, 4f], 0, 4);

        var classes = new float[4];
        block.Read(classes);

        Assert.Equal([1f, float.NaN, 3f, 4f], classes);
        Assert.True(block.OutputOffset >= block.ValidityOffset + 5 && block.ValidityOffset >= 15);
    }

    private static double Sample(MemoryMappedViewAccessor view, PixelType type, int i) => type switch
    {
        PixelType.U8 => view.ReadByte(i),
        PixelType.S8 => view.ReadSByte(i),
        PixelType.U16 => view.ReadUInt16(i * 2),
        PixelType.S16 => view.ReadInt16(i * 2),
        PixelType.U32 => view.ReadUInt32(i * 4),
        PixelType.S32 => view.ReadInt32(i * 4),
        PixelType.F32 => view.ReadSingle(i * 4),
        _ => view.ReadDouble(i * 8),
    };
}
