using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Areas;

// The names that a file itself gives to the values of a band: in its attribute table, else as category names.
internal static class ClassNames
{
    // Null when it names none.
    public static IReadOnlyList<(long Value, string Name)>? Of(GdalRasterBand band)
    {
        using var errors = GdalErrorScope.Enter("Reading the classes of", band.Dataset.Path);
        var found = FromTable(LibGdal.GDALGetDefaultRAT(band.Handle)) ?? FromCategories(LibGdal.GDALGetRasterCategoryNames(band.Handle));
        errors.Forgive();
        return found;
    }

    private static (long Value, string Name)[]? FromTable(nint table)
    {
        var (values, names) = table == 0 ? (-1, -1) : (LibGdal.GDALRATGetColOfUsage(table, GFU_MinMax), LibGdal.GDALRATGetColOfUsage(table, GFU_Name));
        return values < 0 || names < 0 || LibGdal.GDALRATGetRowCount(table) is not (> 0 and var rows) ? null
            :
            [
                .. Enumerable.Range(0, rows).Select(row => (Value: (long)LibGdal.GDALRATGetValueAsDouble(table, row, values), LibGdal.GDALRATGetValueAsString(table, row, names) ?? ""))
                    .DistinctBy(named => named.Value),
            ];
    }

    private static (long Value, string Name)[]? FromCategories(nint names)
    {
        (long, string)[] found = [.. StringListHandle.ReadBorrowed(names).Index().Where(named => named.Item.Length > 0).Select(named => ((long)named.Index, named.Item))];
        return found.Length > 0 ? found : null;
    }
}
