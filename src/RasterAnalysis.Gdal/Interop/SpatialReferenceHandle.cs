using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A spatial reference of ours.
internal sealed class SpatialReferenceHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.OSRRelease(handle);
        return true;
    }
}
