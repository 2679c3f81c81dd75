using System.ComponentModel.DataAnnotations;

namespace RasterAnalysis.Gdal;

/// <summary>Settings of libgdal for the whole process (section <c>RasterAnalysis:Gdal</c>).</summary>
public sealed class GdalOptions
{
    /// <summary>Default of <see cref="BlockCacheMiB"/>.</summary>
    public const int DefaultBlockCacheMiB = 32;

    /// <summary>Memory for decoded blocks, shared by all datasets of the process (<c>GDAL_CACHEMAX</c>).</summary>
    /// <value>Mebibytes, 16 to 65536; default 32.</value>
    [Range(16, 65536)]
    public int BlockCacheMiB { get; set; } = DefaultBlockCacheMiB;
}
