using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal.Handles;

// An open dataset; releasing it closes the file. Errors at close are heard only through GdalDataset.Complete.
internal sealed class DatasetHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.GDALClose(handle);
        return true;
    }
}
