using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>U-Nets of 2 million and of half a million weights, and rasters of four 16-bit bands for them, tiled and deflated.</summary>
internal static class UNetCase
{
    /// <summary>Bands of the rasters and of the network.</summary>
    public const int Bands = 4;

    private const int Classes = 6;

    /// <summary>The ONNX file.</summary>
    public static byte[] Network() => LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 16, "batch");

    /// <summary>One of a quarter of its weights.</summary>
    public static byte[] SmallNetwork() => LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 8, "batch");

    /// <summary>The network's package: it asks for no normalisation.</summary>
    public static byte[] Package(byte[] network) => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network);

    /// <summary>Writes a raster into the store.</summary>
    public static Task WriteRasterAsync(BenchmarkService service, string name, int columns, int? rows = null) => service.WriteTiledAsync(name, Raster(columns, rows));

    /// <summary>The raster, plain; square unless the rows are given.</summary>
    public static byte[] Raster(int columns, int? rows = null) => TiffFile.UInt16(columns, rows ?? columns, Bands, Sample);

    // fields with some noise, as imagery has: neither the reader nor the compressor has it too easy
    private static ushort Sample(int band, int row, int column) =>
        (ushort)(1000 + (400 * band) + ((row / 64 * 7919 ^ column / 64 * 104729) % 512) + (((uint)((row * 7919) ^ (column * 104729) ^ (band * 31)) * 2654435761u) >> 27));
}
