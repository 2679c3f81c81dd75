using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// Brings a picture down to one band with a colour table: its own colours where they are few enough, the median cut of GDAL where not.
internal static class Palette
{
    private const int Size = 256;

    // Where something is transparent, this entry is.
    private const byte Transparent = Size - 1;

    // picture: red, green, blue, alpha. The result is the caller's.
    public static GdalDataset Reduce(GdalDataset picture)
    {
        var planes = ReadPlanes(picture);
        var hasHoles = planes[3].AsSpan().Contains((byte)0);
        var room = hasHoles ? Size - 1 : Size;
        var target = GdalDataset.Create("MEM", string.Empty, picture.Size, 1, GdalDataType.GDT_Byte);
        try
        {
            using var table = LibGdal.GDALCreateColorTable(GPI_RGB);
            var indexes = Index(planes, room, table) ?? Cut(picture, room, table);
            for (var i = 0; hasHoles && i < indexes.Length; i++)
            {
                indexes[i] = planes[3][i] == 0 ? Transparent : indexes[i];
            }

            if (hasHoles)
            {
                LibGdal.GDALSetColorEntry(table, Transparent, new GDALColorEntry { C1 = 255, C2 = 255, C3 = 255, C4 = 0 });
                target.Band(1).SetNoData(Transparent);
            }

            using var errors = GdalErrorScope.Enter("Setting the palette");
            errors.Check("GDALSetRasterColorTable", LibGdal.GDALSetRasterColorTable(target.Band(1).Handle, table));
            ValueDataset.Write(target.Band(1).Handle, picture.Size.Width, picture.Size.Height, indexes, GdalDataType.GDT_Byte);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    // Null when there are too many colours.
    private static byte[]? Index(byte[][] planes, int room, ColorTableHandle table)
    {
        var places = new Dictionary<int, byte>();
        var indexes = new byte[planes[0].Length];
        for (var i = 0; i < indexes.Length; i++)
        {
            if (planes[3][i] == 0)
            {
                continue;
            }

            var color = (planes[0][i] << 16) | (planes[1][i] << 8) | planes[2][i];
            if (!places.TryGetValue(color, out var place))
            {
                if (places.Count == room)
                {
                    return null;
                }

                place = (byte)places.Count;
                places.Add(color, place);
                LibGdal.GDALSetColorEntry(table, place, new GDALColorEntry { C1 = planes[0][i], C2 = planes[1][i], C3 = planes[2][i], C4 = 255 });
            }

            indexes[i] = place;
        }

        return indexes;
    }

    private static unsafe byte[] Cut(GdalDataset picture, int room, ColorTableHandle table)
    {
        var (red, green, blue) = (picture.Band(1).Handle, picture.Band(2).Handle, picture.Band(3).Handle);
        using var dithered = GdalDataset.Create("MEM", string.Empty, picture.Size, 1, GdalDataType.GDT_Byte);
        using (var errors = GdalErrorScope.Enter("Choosing 256 colours"))
        {
            errors.Check("GDALComputeMedianCutPCT", LibGdal.GDALComputeMedianCutPCT(red, green, blue, 0, room, table, null, null));
            errors.Check("GDALDitherRGB2PCT", LibGdal.GDALDitherRGB2PCT(red, green, blue, dithered.Band(1).Handle, table, null, null));
        }

        return ReadPlanes(dithered)[0];
    }

    private static unsafe byte[][] ReadPlanes(GdalDataset picture)
    {
        var (width, height) = (picture.Size.Width, picture.Size.Height);
        byte[][] planes = [.. picture.Bands.Select(_ => new byte[width * height])];
        using var errors = GdalErrorScope.Enter("Reading the picture");
        foreach (var band in picture.Bands)
        {
            fixed (byte* bytes = planes[band.Number - 1])
            {
                errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                    band.Handle, GF_Read, 0, 0, width, height, bytes, width, height, GdalDataType.GDT_Byte, 0, 0, 0));
            }
        }

        return planes;
    }
}
