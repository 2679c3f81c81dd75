using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A variable of a file of several. It holds what it needs of its file.
internal sealed class ArrayHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALMDArrayRelease(handle);
        return true;
    }
}
