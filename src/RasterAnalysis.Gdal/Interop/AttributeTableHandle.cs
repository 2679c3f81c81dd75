using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A raster attribute table of ours.
internal sealed class AttributeTableHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALDestroyRasterAttributeTable(handle);
        return true;
    }
}
