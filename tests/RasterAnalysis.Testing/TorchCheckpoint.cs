using System.Runtime.InteropServices;

namespace RasterAnalysis.Testing;

/// <summary>
/// Weights of narrow networks that torch saves, and the scores that torch itself gives for an image, by <c>tests/networks/checkpoints.py</c>. <c>tests/install-tools.sh</c> installs what it
/// needs.
/// </summary>
/// <param name="File">The checkpoint.</param>
/// <param name="Scores">Scores of the image, <c>[classes, rows, columns]</c>.</param>
public sealed record TorchCheckpoint(byte[] File, float[] Scores)
{
    /// <summary>Channels that come out of each network.</summary>
    public const int Channels = 4;

    /// <summary>Writes one.</summary>
    /// <param name="kind">As the script names it.</param>
    /// <param name="bands">Bands of the image.</param>
    /// <param name="image">Bytes, <c>[bands, rows, columns]</c>, as many rows as columns; the network gets <c>(byte ÷ 255 − 0.5) ÷ 0.25</c>.</param>
    /// <param name="options">More arguments of the script.</param>
    /// <exception cref="InvalidOperationException">Python or torch is missing; the text has what was said.</exception>
    public static TorchCheckpoint Make(string kind, int bands, byte[] image, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("checkpoint");
        try
        {
            string Path(string name) => System.IO.Path.Combine(folder.FullName, name);
            System.IO.File.WriteAllBytes(Path("image"), image);
            NetworkScript.Run("checkpoints.py", [kind, Path("net.pth"), Path("image"), Path("scores"), "--bands", $"{bands}", .. options]);
            return new TorchCheckpoint(System.IO.File.ReadAllBytes(Path("net.pth")), MemoryMarshal.Cast<byte, float>(System.IO.File.ReadAllBytes(Path("scores"))).ToArray());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Scores that torch gives for an image with weights of a U-Net of <c>tests/networks/checkpoints.py</c>.</summary>
    /// <param name="weights">The checkpoint.</param>
    /// <param name="bands">Bands of the image.</param>
    /// <param name="channels">Channels that come out.</param>
    /// <param name="image">What the network is fed, <c>[bands, rows, columns]</c>, as many rows as columns.</param>
    /// <returns>Scores, <c>[channels, rows, columns]</c>.</returns>
    /// <exception cref="InvalidOperationException">The weights are not such ones, or Python or a package is missing; the text has what was said.</exception>
    public static float[] Run(byte[] weights, int bands, int channels, float[] image)
    {
        var folder = Directory.CreateTempSubdirectory("checkpoint");
        try
        {
            string Path(string name) => System.IO.Path.Combine(folder.FullName, name);
            System.IO.File.WriteAllBytes(Path("net.pth"), weights);
            System.IO.File.WriteAllBytes(Path("image"), MemoryMarshal.AsBytes(image.AsSpan()));
            NetworkScript.Run("weights.py", Path("net.pth"), $"{bands}", $"{channels}", Path("image"), Path("scores"));
            return MemoryMarshal.Cast<byte, float>(System.IO.File.ReadAllBytes(Path("scores"))).ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
