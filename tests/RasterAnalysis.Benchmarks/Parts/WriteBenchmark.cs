using BenchmarkDotNet.Attributes;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>Writing the classes of a section of 2048² pixels into its file. Not sealed: BenchmarkDotNet derives from it.</summary>
public class WriteBenchmark : IDisposable
{
    private const int Side = 2048;
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-bench-").FullName;
    private readonly RasterGrid _grid = new(new RasterSize(Side, Side), new GeoTransform(500000, 10, 0, 5000000, 0, -10), null);
    private readonly byte[] _classes = new byte[Side * Side];

    /// <summary>Lays the patches.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < _classes.Length; i++)
        {
            _classes[i] = ClassPatches.Sample(0, i / Side, i % Side);
        }
    }

    [Benchmark]
    public void Write() => SectionRasterWriter.Write(Path.Combine(_folder, "section.tif"), _grid, PixelType.U8, _classes);

    [GlobalCleanup]
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
