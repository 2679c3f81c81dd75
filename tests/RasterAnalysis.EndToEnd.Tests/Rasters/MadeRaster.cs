using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Rasters that GDAL's own tools make.</summary>
internal static class MadeRaster
{
    /// <summary>What <c>gdal_translate</c> makes of a file: a GeoTIFF unless the arguments say otherwise.</summary>
    public static byte[] Translate(byte[] source, params string[] arguments) => TranslateTo("raster.tif", source, arguments);

    /// <summary>What <c>gdal_translate</c> makes of a file.</summary>
    public static byte[] TranslateTo(string name, byte[] source, params string[] arguments) => InFolder(folder =>
    {
        var (from, to) = (Path.Combine(folder, "source"), Path.Combine(folder, name));
        File.WriteAllBytes(from, source);
        GdalTool.Run("gdal_translate", ["-q", .. arguments, from, to]);
        return File.ReadAllBytes(to);
    });

    /// <summary>A GeoTIFF of a VRT with one band over a raster: what stands in the band's element is for the caller to say.</summary>
    public static byte[] WithBand(byte[] source, int width, int height, string type, string element, string transform = "500000, 10, 0, 5000000, 0, -10") => InFolder(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "source.tif"), source);
        var vrt = Path.Combine(folder, "raster.vrt");
        File.WriteAllText(
            vrt,
            $"<VRTDataset rasterXSize=\"{width}\" rasterYSize=\"{height}\"><SRS>EPSG:32633</SRS><GeoTransform>{transform}</GeoTransform><VRTRasterBand dataType=\"{type}\" band=\"1\">{element}"
            + "<SimpleSource><SourceFilename relativeToVRT=\"1\">source.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
        GdalTool.Run("gdal_translate", "-q", vrt, Path.Combine(folder, "raster.tif"));
        return File.ReadAllBytes(Path.Combine(folder, "raster.tif"));
    });

    /// <summary>Does something in a folder that is gone afterwards.</summary>
    public static T InFolder<T>(Func<string, T> make)
    {
        Xunit.Assert.SkipUnless(GdalTool.IsInstalled, "gdal-bin is not installed, so this raster cannot be made: NOT tested here.");
        var folder = Directory.CreateTempSubdirectory("made-raster-").FullName;
        try
        {
            return make(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
