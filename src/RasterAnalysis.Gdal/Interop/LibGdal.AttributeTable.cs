using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: a table that we create is ours; one that a band returns is the band's.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial AttributeTableHandle GDALCreateRasterAttributeTable();

    [LibraryImport(Library)]
    internal static partial void GDALDestroyRasterAttributeTable(nint table);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALRATCreateColumn(AttributeTableHandle table, string name, int type, int usage);

    [LibraryImport(Library)]
    internal static partial void GDALRATSetRowCount(AttributeTableHandle table, int rows);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GDALRATSetValueAsString(AttributeTableHandle table, int row, int column, string value);

    [LibraryImport(Library)]
    internal static partial void GDALRATSetValueAsInt(AttributeTableHandle table, int row, int column, int value);

    [LibraryImport(Library)]
    internal static partial void GDALRATSetValueAsDouble(AttributeTableHandle table, int row, int column, double value);

    [LibraryImport(Library)]
    internal static partial int GDALRATSetTableType(AttributeTableHandle table, int type);

    [LibraryImport(Library)]
    internal static partial nint GDALGetDefaultRAT(nint band);

    // The band takes a copy.
    [LibraryImport(Library)]
    internal static partial int GDALSetDefaultRAT(nint band, AttributeTableHandle table);

    [LibraryImport(Library)]
    internal static partial int GDALRATGetRowCount(nint table);

    [LibraryImport(Library)]
    internal static partial int GDALRATGetColOfUsage(nint table, int usage);

    [LibraryImport(Library)]
    internal static partial double GDALRATGetValueAsDouble(nint table, int row, int column);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALRATGetValueAsString(nint table, int row, int column);
}
