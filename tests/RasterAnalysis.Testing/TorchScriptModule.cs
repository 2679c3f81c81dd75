using System.Security.Cryptography;

namespace RasterAnalysis.Testing;

/// <summary>TorchScript modules that <c>tests/networks/torchscript.py</c> makes, and what torch itself gives with them. <c>tests/install-tools.sh</c> installs what it needs.</summary>
public static class TorchScriptModule
{
    /// <summary>The Python that has torch.</summary>
    public const string Python = NetworkScript.Python;

    /// <summary>Classes of each of them.</summary>
    public const int Classes = 5;

    private const string Name = "torchscript.py";
    private static readonly string Script = NetworkScript.PathOf(Name);

    /// <summary>Makes one; what is made without arguments is kept from run to run.</summary>
    /// <param name="kind">As the script names it.</param>
    /// <param name="arguments">What the kind takes.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidOperationException">Python or torch is missing; the text has what was said.</exception>
    public static byte[] Make(string kind, params string[] arguments)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Script)))[..16];
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Script)!, "..", "..", "artifacts", "networks")).FullName;
        var path = Path.Combine(folder, $"{kind}-{key}.pt");
        if (arguments.Length > 0 || !File.Exists(path))
        {
            var unfinished = $"{path}.{Guid.NewGuid():N}";
            NetworkScript.Run(Name, ["make", kind, unfinished, .. arguments]);
            File.Move(unfinished, path, overwrite: true);
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>The lowest channel with the highest score, of one run of a module by torch over a raster of Bytes.</summary>
    /// <param name="module">The file.</param>
    /// <param name="bands">Bands.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="sample">Value by band, row and column.</param>
    /// <returns>A class for each pixel, in row-major order.</returns>
    public static byte[] Classify(byte[] module, int bands, int rows, int columns, Func<int, int, int, byte> sample)
    {
        var folder = Directory.CreateTempSubdirectory("torch").FullName;
        try
        {
            var (file, input, labels) = (Path.Combine(folder, "module.pt"), Path.Combine(folder, "input"), Path.Combine(folder, "labels"));
            File.WriteAllBytes(file, module);
            var values = new byte[bands * rows * columns];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = sample(i / (rows * columns), i / columns % rows, i % columns);
            }

            File.WriteAllBytes(input, values);
            NetworkScript.Run(Name, "run", file, input, $"{bands}", $"{rows}", $"{columns}", labels);
            return File.ReadAllBytes(labels);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
