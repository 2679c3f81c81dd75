using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// Parsed options of GDALTranslate.
internal sealed class TranslateOptionsHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALTranslateOptionsFree(handle);
        return true;
    }
}
