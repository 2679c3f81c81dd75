using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// One reference to an open dataset; the last one that is released closes the file. Errors at close are heard only through GdalDataset.Complete.
internal sealed class DatasetHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = LibGdal.GDALReleaseDataset(handle);
        return true;
    }
}
