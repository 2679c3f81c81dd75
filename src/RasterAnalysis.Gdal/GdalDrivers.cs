using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal;

/// <summary>Which GDAL drivers may open a file.</summary>
public static class GdalDrivers
{
    /// <summary>
    /// Drivers that read the file itself and at most plain sidecars of the same name. Left out on purpose: VRT, GTI, STACTA, WMS and their
    /// like (they reach for other files and hosts); ERS and HFA (a header or a field names another data file); HDF5 and netCDF (external
    /// storage names another file); NITF and PDF (they open embedded streams with further drivers).
    /// </summary>
    public static IReadOnlyList<string> ForUntrustedFiles { get; } =
        ["GTiff", "COG", "PNG", "JPEG", "JP2OpenJPEG", "WEBP", "BMP", "AAIGrid", "ENVI", "EHdr", "GRIB"];

    /// <summary>Makes sure that a name is a file of this machine, and no name that GDAL would understand as something else.</summary>
    /// <param name="path">The name that is about to be opened.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="RasterAccessException">It is not an existing local file.</exception>
    public static string RequireLocalFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isPlain = path.Length > 0 && !path.StartsWith('<') && !path.Contains("/vsi", StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal);
        if (!isPlain || !File.Exists(path))
        {
            throw new RasterAccessException($"'{Path.GetFileName(path)}' is not a raster file on this machine.");
        }

        return Path.GetFullPath(path);
    }
}
