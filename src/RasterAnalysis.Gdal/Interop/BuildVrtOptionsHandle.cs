using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// Parsed options of GDALBuildVRT.
internal sealed class BuildVrtOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALBuildVRTOptionsFree(handle);
        return true;
    }
}
