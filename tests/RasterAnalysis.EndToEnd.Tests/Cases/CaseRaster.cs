using System.Runtime.InteropServices;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>The samples of a raster of <c>shared/cases</c>, read by GDAL's own tool rather than by the service.</summary>
internal sealed class CaseRaster
{
    private readonly float[] _samples;

    private CaseRaster(float[] samples, int width, int height) => (_samples, Width, Height) = (samples, width, height);

    public int Width { get; }

    public int Height { get; }

    public int Bands => _samples.Length / (Width * Height);

    /// <summary>All samples, band by band.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>A sample; band, row and column from 0.</summary>
    public float this[int band, int row, int column] => _samples[(((band * Height) + row) * Width) + column];

    /// <summary>Reads a raster.</summary>
    public static CaseRaster Read(string path)
    {
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-case-");
        try
        {
            // plain samples with a header of text; without the option, in the order of the source
            var plain = Path.Combine(folder.FullName, "plain.img");
            GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BSQ", "-ot", "Float32", path, plain);
            var header = File.ReadAllLines(Path.ChangeExtension(plain, ".hdr"));
            int Number(string key) => int.Parse(header.First(line => line.StartsWith(key, StringComparison.Ordinal)).Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
            return new CaseRaster(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(plain)).ToArray(), Number("samples"), Number("lines"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
