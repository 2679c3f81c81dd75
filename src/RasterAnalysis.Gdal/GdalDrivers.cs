using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal;

/// <summary>Which GDAL drivers may open a file.</summary>
internal static class GdalDrivers
{
    /// <summary>
    /// Drivers that read the file itself and at most plain sidecars of the same name. Left out on purpose: VRT, GTI, STACTA, WMS and their
    /// like (they reach for other files and hosts); ERS and HFA (a header or a field names another data file); HDF5 and netCDF (external
    /// storage names another file); NITF and PDF (they open embedded streams with further drivers).
    /// </summary>
    public static IReadOnlyList<string> ForUntrustedFiles { get; } =
        ["GTiff", "COG", "PNG", "JPEG", "JP2OpenJPEG", "WEBP", "BMP", "AAIGrid", "ENVI", "EHdr", "GRIB"];

    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private static ReadOnlySpan<byte> Hdf4Signature => [0x0e, 0x03, 0x13, 0x01];

    // What users of the formats of several variables can do instead.
    internal const string WayOfRefusedFormats =
        "Ask the operator to put it into a raster store, or make a GeoTIFF of it, for example with gdal_translate NETCDF:\"file.nc\":variable out.tif.";

    // Formats that come up as uploads again and again, by their first bytes; null for any other.
    internal static string? RefusedFormatOf(string path)
    {
        Span<byte> head = stackalloc byte[8];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.StartsWith("CDF"u8) && head is [_, _, _, 1 or 2 or 5, ..] ? "netCDF" : head.SequenceEqual(Hdf5Signature) ? "netCDF-4 or HDF5"
            : head.StartsWith(Hdf4Signature) ? "HDF4" : null;
    }

    /// <summary>Drivers that may open a file that is read by ranges.</summary>
    public static IReadOnlyList<string> ForRanges { get; } = ["GTiff"];

    /// <summary>
    /// Makes sure that a name is a file of this machine, or one of those that this service itself gives to files that it reads by ranges, and no name that GDAL would understand as
    /// something else.
    /// </summary>
    /// <param name="path">The name that is about to be opened.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="RasterAccessException">It is neither.</exception>
    public static string RequireLocalFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (RangeFileSystem.Finds(path))
        {
            return path;
        }

        var isPlain = path.Length > 0 && !path.StartsWith('<') && !path.Contains("/vsi", StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal);
        if (!isPlain || !File.Exists(path))
        {
            throw new RasterAccessException($"'{Path.GetFileName(path)}' is not a raster file on this machine.");
        }

        return Path.GetFullPath(path);
    }
}
