using System.IO.Compression;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Testing;

/// <summary>Reads arrays of Float32 from a NumPy archive (<c>.npz</c>: a zip of <c>.npy</c>, whose header of version 1 is a magic number, its length and a Python literal).</summary>
public static class NpzFile
{
    /// <summary>Elements of an array, row-major.</summary>
    public static float[] Floats(string path, string name)
    {
        using var zip = ZipFile.OpenRead(path);
        using var entry = zip.GetEntry(name + ".npy")!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        var bytes = content.ToArray();
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, BitConverter.ToUInt16(bytes, 8));
        return header.Contains("'<f4'", StringComparison.Ordinal) && header.Contains("'fortran_order': False", StringComparison.Ordinal)
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + header.Length)).ToArray()
            : throw new InvalidDataException($"{name} of {path} is no row-major array of Float32: {header}");
    }
}
