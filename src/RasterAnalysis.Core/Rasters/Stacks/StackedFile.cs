using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Rasters.Stacks;

/// <summary>One file of a <see cref="RasterStack"/>.</summary>
/// <param name="File">Its name in the folder of the stack's description: the file itself, or the description of one that is read by ranges (<see cref="RangedFilePath"/>).</param>
/// <param name="IsRanged">Whether it is read by ranges.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Bands">What is known of its bands beside what it says itself, in its order; less than it has, or none, where nothing is known.</param>
public sealed record StackedFile(string File, bool IsRanged, string Title, IReadOnlyList<StackedBand> Bands)
{
    /// <summary>Its path, as GDAL opens it.</summary>
    /// <param name="descriptionFile">Full path of the stack's description.</param>
    /// <exception cref="RasterAccessException">It lies in another folder.</exception>
    public string PathFrom(string descriptionFile)
    {
        if (File.Length == 0 || Path.GetFileName(File) != File || File is "." or "..")
        {
            throw new RasterAccessException($"'{Title}' is no file beside the stack that names it.");
        }

        var path = Path.Combine(Path.GetDirectoryName(descriptionFile)!, File);
        return IsRanged ? RangedFilePath.Of(path) : path;
    }
}
