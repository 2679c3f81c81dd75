using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>A network before it is written anew.</summary>
internal static class WrittenModel
{
    /// <summary>To have it written anew, the file is taken into memory whole beside what ONNX Runtime makes of it.</summary>
    public const long LargestFile = 256L << 20;

    /// <summary>A file with its functions put where they are called, and its graph.</summary>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static byte[] Flat(byte[] file, out OnnxModel model)
    {
        model = Read(file);
        if (model.Functions.Count > 0)
        {
            file = NarrowedModel.Write(file, []);
            model = Read(file);
        }

        return file;
    }

    private static OnnxModel Read(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        return OnnxModelReader.Read(stream);
    }
}
