using BenchmarkDotNet.Attributes;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>Reading a tile of 1024² pixels from a tiled, deflated file of four UInt16 bands. Not sealed: BenchmarkDotNet derives from it.</summary>
public class ReadBenchmark : IDisposable
{
    private const int Side = 1024;
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-bench-").FullName;
    private readonly float[] _pixels = new float[UNetCase.Bands * Side * Side];
    private readonly byte[] _validity = new byte[Side * Side];
    private IRasterReader? _reader;
    private int _next;

    /// <summary>Writes the file, of sixteen tiles: GDAL's cache holds four of them, so each read inflates what it reads, as in a job.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var (plain, tiled) = (Path.Combine(_folder, "plain.tif"), Path.Combine(_folder, "tiled.tif"));
        File.WriteAllBytes(plain, UNetCase.Raster(4 * Side));
        GdalTool.Run("gdal_translate", "-q", "-co", "TILED=YES", "-co", "COMPRESS=DEFLATE", plain, tiled);
        _reader = RasterOpener.Open(new RasterReadSpec(tiled, IsTrusted: true, [.. Enumerable.Range(1, UNetCase.Bands)]));
    }

    [Benchmark]
    public void Read()
    {
        _reader!.Read(new PixelWindow(_next % 4 * Side, _next / 4 * Side, Side, Side), _pixels, _validity);
        _next = (_next + 1) % 16;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reader?.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
