using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A feature of ours; goes before its dataset.
internal sealed class FeatureHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.OGR_F_Destroy(handle);
        return true;
    }
}
