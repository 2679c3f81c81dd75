using System.Text.RegularExpressions;

namespace RasterAnalysis.Processing;

/// <summary>
/// What libhdf5 prints where nothing is wrong: netCDF asks it for attributes that a file may lack, and on every thread but the one that GDAL told so it writes the failure to standard error, some
/// hundred lines for each file. Failures that count come as GDAL's.
/// </summary>
internal static partial class LibraryNoise
{
    /// <summary>Whether a line is part of such a print.</summary>
    public static bool Is(string line) => Hdf5Stack().IsMatch(line);

    [GeneratedRegex(@"^(HDF5-DIAG: | +#[0-9]{3}: \S+ line [0-9]+ in H5| +(major|minor): )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Hdf5Stack();
}
