using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// A UTF-8 string that stays GDAL's: it is copied and never freed.
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedOut, typeof(GdalOwnedString))]
internal static unsafe class GdalOwnedString
{
    public static string? ConvertToManaged(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
