using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// Parsed options of GDALWarp.
internal sealed class WarpOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALWarpAppOptionsFree(handle);
        return true;
    }
}
