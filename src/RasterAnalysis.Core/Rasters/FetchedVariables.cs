namespace RasterAnalysis.Rasters;

/// <summary>
/// How a file of several variables that came from another server stands where a raster's path is expected: <c>fetched-variables:</c>, its full path in the job's folder, and <c>#</c> and a name
/// where one variable is wanted. No path of a file begins so. The file is a stranger's, and is opened only after it was seen to name no other file.
/// </summary>
public static class FetchedVariables
{
    /// <summary>Begins the names.</summary>
    public const string Prefix = "fetched-variables:";

    private const int MostNameLength = 64;

    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>The name of a file, or of one of its variables.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="variable">The variable; null or empty for the whole file.</param>
    public static string Of(string file, string? variable) => Prefix + file + (string.IsNullOrEmpty(variable) ? "" : $"#{variable}");

    /// <summary>The file and the variable; null when the path is another one.</summary>
    /// <param name="path">As a raster's path is written.</param>
    public static VariablePath? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal) ? VariablePath.Of(path[Prefix.Length..]) : null;
    }

    /// <summary>Whether a file holds variables, netCDF or HDF5, by its beginning.</summary>
    /// <param name="path">Full path.</param>
    public static bool IsOne(string path) => IsOne(HeadOf(path));

    /// <summary>Whether a file is netCDF of the classic formats, which know no other file, by its beginning.</summary>
    /// <param name="path">Full path.</param>
    public static bool IsClassic(string path) => IsClassic(HeadOf(path));

    /// <summary>A name for a file on this machine, as people know it from its address.</summary>
    /// <param name="address">The address.</param>
    public static string NameOf(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var name = Uri.UnescapeDataString(address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..]);
        name = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')).TrimStart('.');
        return name.Length is > 0 and <= MostNameLength ? name : "variables.nc";
    }

    private static bool IsOne(ReadOnlySpan<byte> head) => IsClassic(head) || head.SequenceEqual(Hdf5Signature);

    private static bool IsClassic(ReadOnlySpan<byte> head) => head.StartsWith("CDF"u8) && head is [_, _, _, 1 or 2 or 5, ..];

    private static ReadOnlySpan<byte> HeadOf(string path)
    {
        var head = new byte[Hdf5Signature.Length];
        using var file = File.OpenRead(path);
        return head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
    }
}
