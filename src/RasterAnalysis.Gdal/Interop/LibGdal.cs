namespace RasterAnalysis.Gdal.Interop;

// The imports of libgdal's C API, one file per area; LibGdal.yaml lists them with header, first version and owner of the result.
// The name "gdal" is resolved by GdalLibraryResolver. Calls are bare: wrap them in a GdalErrorScope and check after each one.
internal static unsafe partial class LibGdal
{
    internal const string Library = "gdal";
}
