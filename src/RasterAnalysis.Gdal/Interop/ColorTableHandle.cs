using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A colour table of ours.
internal sealed class ColorTableHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALDestroyColorTable(handle);
        return true;
    }
}
