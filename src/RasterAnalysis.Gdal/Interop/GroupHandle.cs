using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A group of a file of several variables. It holds what it needs of its file.
internal sealed class GroupHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALGroupRelease(handle);
        return true;
    }
}
