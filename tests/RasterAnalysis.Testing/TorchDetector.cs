using System.Runtime.InteropServices;

namespace RasterAnalysis.Testing;

/// <summary>
/// A detector of torchvision with weights that a seed gives, and what torch finds with it in an image, by <c>tests/networks/detectors.py</c>. <c>tests/install-tools.sh</c> installs what it needs.
/// </summary>
/// <param name="Network">The ONNX file: <c>images [1, 3, 320, 320]</c> to <c>boxes</c>, <c>scores</c>, <c>labels</c> and maybe <c>masks</c>.</param>
/// <param name="Image">The image, <c>[3, 320, 320]</c>, 0 to 1.</param>
/// <param name="Boxes">Left, top, right and bottom of each object.</param>
/// <param name="Scores">The score of each.</param>
/// <param name="Labels">The label of each, 1 to 4.</param>
/// <param name="Masks">Of a network with masks whether each pixel belongs to each object, <c>[objects, 320, 320]</c>; else empty.</param>
public sealed record TorchDetector(byte[] Network, float[] Image, float[][] Boxes, float[] Scores, float[] Labels, bool[] Masks)
{
    /// <summary>Classes besides the background.</summary>
    public const int Classes = 4;

    /// <summary>Rows and columns of the image.</summary>
    public const int Side = 320;

    /// <summary>Exports one.</summary>
    /// <param name="kind">As the script names it.</param>
    /// <exception cref="InvalidOperationException">Python or torch is missing; the text has what was said.</exception>
    public static TorchDetector Make(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("detector");
        try
        {
            NetworkScript.Run("detectors.py", kind, folder.FullName);
            byte[] Bytes(string name) => Path.Combine(folder.FullName, name) is var path && File.Exists(path) ? File.ReadAllBytes(path) : [];
            float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();
            return new TorchDetector(
                Bytes("network.onnx"), Floats("image"), [.. Floats("boxes").Chunk(4)], Floats("scores"), Floats("labels"), [.. Bytes("masks").Select(pixel => pixel != 0)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
