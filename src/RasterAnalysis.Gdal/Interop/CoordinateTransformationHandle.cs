using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A transformation between two coordinate systems.
internal sealed class CoordinateTransformationHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.OCTDestroyCoordinateTransformation(handle);
        return true;
    }
}
