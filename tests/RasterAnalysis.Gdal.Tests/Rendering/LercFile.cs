using System.Runtime.InteropServices;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// Decodes LERC with Esri's own library, which libgdal of Debian and Ubuntu depends on. https://github.com/Esri/lerc, Lerc_c_api.h
internal static unsafe class LercFile
{
    private static readonly PixelType[] Types =
        [PixelType.S8, PixelType.U8, PixelType.S16, PixelType.U16, PixelType.S32, PixelType.U32, PixelType.F32, PixelType.F64];

    // Values of each band, 0 where there is none; and 1 for each pixel that there is, by the mask of the first band.
    public static (PixelType Type, double[][] Bands, byte[] Validity) Decode(byte[] content)
    {
        var library = nint.Zero;
        Assert.SkipUnless(
            new[] { "libLerc.so.4", "libLerc.so.3", "libLerc" }.Any(name => NativeLibrary.TryLoad(name, out library)),
            "Esri's LERC library is not installed, so what LERC holds is NOT tested here.");
        var getInfo = (delegate* unmanaged[Cdecl]<byte*, uint, uint*, double*, int, int, uint>)NativeLibrary.GetExport(library, "lerc_getBlobInfo");
        var decode = (delegate* unmanaged[Cdecl]<byte*, uint, int, byte*, int, int, int, int, double*, uint>)NativeLibrary.GetExport(library, "lerc_decodeToDouble");
        fixed (byte* blob = content)
        {
            // version, type, values per pixel, columns, rows, bands, valid pixels, bytes, masks
            var info = stackalloc uint[9];
            Assert.Equal(0u, getInfo(blob, (uint)content.Length, info, null, 9, 0));
            var (columns, rows, bands, masks) = ((int)info[3], (int)info[4], (int)info[5], (int)info[8]);
            Assert.Equal(1u, info[2]);
            Assert.Equal((uint)content.Length, info[7]);
            var validity = new byte[columns * rows * Math.Max(1, masks)];
            validity.AsSpan().Fill(1);
            var values = new double[columns * rows * bands];
            fixed (byte* valid = validity)
            fixed (double* data = values)
            {
                Assert.Equal(0u, decode(blob, (uint)content.Length, masks, valid, 1, columns, rows, bands, data));
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = validity[i % (columns * rows)] == 0 ? 0 : values[i];
            }

            return (Types[info[1]], [.. values.Chunk(columns * rows)], validity[..(columns * rows)]);
        }
    }
}
