using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing;

// The colour table, category names and attribute table of a class band.
internal static class ClassTables
{
    // Category names are a list by value: GDAL's and TIFF's tables end at 16 bits.
    private const long TableEnd = 65536;

    // Square metres on the ellipsoid.
    public const string AreaColumn = "Area";

    public static void Set(GdalRasterBand band, ClassifiedRasterProfile profile, IReadOnlyList<ClassCount> counts, SectionAreas? areas = null)
    {
        band.SetMetadata("LAYER_TYPE", "thematic");
        if (profile.PixelType is PixelType.U8 or PixelType.U16)
        {
            SetColors(band, profile);
        }

        if (profile.Classes.Count > 0 && profile.Classes.All(c => c.Value is >= 0 and < TableEnd))
        {
            SetCategoryNames(band, profile.Classes);
        }

        SetAttributes(band, profile.Classes, counts, areas);
    }

    public static int TypeOfValues(IReadOnlyList<ClassDefinition> classes) =>
        classes.All(c => c.Value is >= int.MinValue and <= int.MaxValue) ? GFT_Integer : GFT_Real;

    // Values that are no class, NoData among them, are transparent black.
    private static void SetColors(GdalRasterBand band, ClassifiedRasterProfile profile)
    {
        using var errors = GdalErrorScope.Enter("Setting the colour table of", band.Dataset.Path);
        using var table = errors.Check("GDALCreateColorTable", LibGdal.GDALCreateColorTable(GPI_RGB));

        // The entry with the highest value makes the table as long as the sample type asks for.
        LibGdal.GDALSetColorEntry(table, profile.PixelType == PixelType.U8 ? 255 : 65535, default);
        foreach (var (value, _, color) in profile.Classes)
        {
            var entry = new GDALColorEntry { C1 = color.Red, C2 = color.Green, C3 = color.Blue, C4 = 255 };
            LibGdal.GDALSetColorEntry(table, (int)value, entry);
        }

        errors.Check("GDALSetRasterColorTable", LibGdal.GDALSetRasterColorTable(band.Handle, table));
    }

    private static void SetCategoryNames(GdalRasterBand band, IReadOnlyList<ClassDefinition> classes)
    {
        var names = new string[classes.Max(c => c.Value) + 1];
        Array.Fill(names, string.Empty);
        foreach (var (value, name, _) in classes)
        {
            names[value] = name;
        }

        using var errors = GdalErrorScope.Enter("Setting the category names of", band.Dataset.Path);
        using var list = StringListHandle.Of(names);
        errors.Check("GDALSetRasterCategoryNames", LibGdal.GDALSetRasterCategoryNames(band.Handle, list));
    }

    private static void SetAttributes(GdalRasterBand band, IReadOnlyList<ClassDefinition> classes, IReadOnlyList<ClassCount> counts, SectionAreas? areas)
    {
        using var errors = GdalErrorScope.Enter("Setting the attribute table of", band.Dataset.Path);
        using var table = errors.Check("GDALCreateRasterAttributeTable", LibGdal.GDALCreateRasterAttributeTable());

        // Counts pass 2^31 in large rasters; GDAL's integers do not.
        CreateColumn("Value", TypeOfValues(classes), GFU_MinMax);
        CreateColumn("ClassName", GFT_String, GFU_Name);
        CreateColumn("Red", GFT_Integer, GFU_Red);
        CreateColumn("Green", GFT_Integer, GFU_Green);
        CreateColumn("Blue", GFT_Integer, GFU_Blue);
        CreateColumn("Count", GFT_Real, GFU_PixelCount);
        if (areas is not null)
        {
            CreateColumn(AreaColumn, GFT_Real, GFU_Generic);
        }

        LibGdal.GDALRATSetRowCount(table, classes.Count);
        var countOf = counts.ToDictionary(count => count.Value, count => count.Count);
        foreach (var (row, (value, name, color)) in classes.Index())
        {
            LibGdal.GDALRATSetValueAsDouble(table, row, 0, value);
            LibGdal.GDALRATSetValueAsString(table, row, 1, name);
            LibGdal.GDALRATSetValueAsInt(table, row, 2, color.Red);
            LibGdal.GDALRATSetValueAsInt(table, row, 3, color.Green);
            LibGdal.GDALRATSetValueAsInt(table, row, 4, color.Blue);
            LibGdal.GDALRATSetValueAsDouble(table, row, 5, countOf.GetValueOrDefault(value));
            if (areas is not null)
            {
                LibGdal.GDALRATSetValueAsDouble(table, row, 6, areas.Of(value));
            }
        }

        errors.Check("GDALRATSetTableType", LibGdal.GDALRATSetTableType(table, GRTT_THEMATIC));
        errors.Check("GDALSetDefaultRAT", LibGdal.GDALSetDefaultRAT(band.Handle, table));

        void CreateColumn(string name, int type, int usage) =>
            errors.Check("GDALRATCreateColumn", LibGdal.GDALRATCreateColumn(table, name, type, usage));
    }
}
