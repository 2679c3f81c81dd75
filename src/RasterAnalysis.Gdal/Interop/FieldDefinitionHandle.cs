using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// What a field of a layer is to be.
internal sealed class FieldDefinitionHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibGdal.OGR_Fld_Destroy(handle);
        return true;
    }
}
