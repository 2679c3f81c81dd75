using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A transformer from pixels to a target coordinate system.
internal sealed class ImageTransformerHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALDestroyGenImgProjTransformer(handle);
        return true;
    }
}
