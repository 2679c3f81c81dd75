using System.Runtime.InteropServices;

namespace RasterAnalysis.Testing;

/// <summary>
/// torchvision's ResNet18 with weights that a seed gives, a picture, and what torch says of objects in it, by <c>tests/networks/classifier.py</c>.
/// <c>tests/install-tools.sh</c> installs what it needs.
/// </summary>
/// <param name="Network">The ONNX file: <c>image [n, 3, 64, 64]</c>, normalised as ImageNet's, to <c>logits [n, 4]</c>.</param>
/// <param name="Picture">The picture, <c>[3, 400, 500]</c>.</param>
/// <param name="Boxes">First column, first row, columns and rows of each object.</param>
/// <param name="Probabilities">Of each object those of the classes.</param>
public sealed record TorchClassifier(byte[] Network, byte[] Picture, int[][] Boxes, float[][] Probabilities)
{
    /// <summary>Classes.</summary>
    public const int Classes = 4;

    /// <summary>Rows and columns that the network takes.</summary>
    public const int Side = 64;

    /// <summary>Rows of the picture.</summary>
    public const int Rows = 400;

    /// <summary>Columns of the picture.</summary>
    public const int Columns = 500;

    /// <summary>Exports it.</summary>
    /// <exception cref="InvalidOperationException">Python or torch is missing; the text has what was said.</exception>
    public static TorchClassifier Make()
    {
        var folder = Directory.CreateTempSubdirectory("classifier");
        try
        {
            NetworkScript.Run("classifier.py", folder.FullName);
            byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(folder.FullName, name));
            return new TorchClassifier(
                Bytes("network.onnx"), Bytes("picture"), [.. MemoryMarshal.Cast<byte, int>(Bytes("boxes")).ToArray().Chunk(4)],
                [.. MemoryMarshal.Cast<byte, float>(Bytes("probabilities")).ToArray().Chunk(Classes)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
