using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Benchmarks;

/// <summary>A network and how it is fed.</summary>
/// <param name="Name">What the network is.</param>
/// <param name="Package">Its package.</param>
/// <param name="Network">Its ONNX file.</param>
/// <param name="Size">Size of the raster.</param>
/// <param name="Bands">Bands of the raster and of the network.</param>
/// <param name="Tiling">Tiles, given to the job as its arguments.</param>
internal sealed record BenchmarkCase(string Name, byte[] Package, byte[] Network, RasterSize Size, int Bands, TilingPlan Tiling)
{
    /// <summary>The sample's U-Net: a real network, where the time goes into the network.</summary>
    public static BenchmarkCase LandCover()
    {
        var package = File.ReadAllBytes(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"));
        return new BenchmarkCase("U-Net, 300,710 weights", package, NetworkOf(package), new RasterSize(2304, 2304), 6, new TilingPlan(512, 512, 64, 32, 2));
    }

    /// <summary>A network of one layer: what all the rest costs.</summary>
    public static BenchmarkCase OneLayer()
    {
        var network = TinyNetworks.CopyBand(8);
        return new BenchmarkCase(
            "one 1×1 convolution", TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(8)), network), network,
            new RasterSize(6144, 6144), 1, new TilingPlan(512, 512, 0, 32, 4));
    }

    /// <summary>Tiles of each section, as the job lays them.</summary>
    public IEnumerable<int> TilesBySection() => SectionPlanner.Cut(Tiling, Size).Select(section => SectionTiles.Lay(Tiling, section).Count());

    private static byte[] NetworkOf(byte[] package)
    {
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-bench-").FullName;
        try
        {
            using var stream = new MemoryStream(package);
            ModelPackageArchive.Extract(stream, folder, null, CancellationToken.None);
            return File.ReadAllBytes(ModelPackageReader.Read(folder).NetworkPath);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
