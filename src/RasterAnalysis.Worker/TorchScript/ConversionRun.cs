using System.Runtime.InteropServices;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>One run of a module by torch, kept to be compared.</summary>
/// <param name="Input">Shape of the input, NCHW.</param>
/// <param name="Output">Shape of the output.</param>
internal sealed record ConversionRun(IReadOnlyList<int> Input, IReadOnlyList<int> Output)
{
    private const long MostElements = 1L << 28;

    /// <summary>Pixels of the input, for people.</summary>
    public string Size => $"{Input[2]} × {Input[3]}";

    /// <summary>Reads the elements of a tensor, Float32 in row-major order.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="dimensions">Its shape.</param>
    /// <exception cref="ModelPackageException">The file is not of this shape.</exception>
    public static float[] Read(string path, IReadOnlyList<int> dimensions)
    {
        var count = dimensions.Aggregate(1L, (product, dimension) => dimension is > 0 and < 1 << 24 && product <= MostElements ? product * dimension : long.MaxValue >> 25);
        var file = new FileInfo(path);
        if (count > MostElements || !file.Exists || file.LinkTarget is not null || file.Length != count * sizeof(float))
        {
            throw new ModelPackageException("The process that converts TorchScript left results that do not fit its answer.");
        }

        var values = new float[count];
        using var stream = file.OpenRead();
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
