using System.Globalization;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// The values along an axis, as band names have them. AreWords: the file has texts there, such as names of bands.
internal sealed record AxisLabels(IReadOnlyList<string> Texts, bool AreWords)
{
    // coordinate: the variable with the values. Null where they are no list of finite numbers or texts as long as the axis.
    public static AxisLabels? Read(ArrayHandle coordinate, VariableAxis axis)
    {
        if (FileVariable.DimensionCountOf(coordinate) != 1)
        {
            return null;
        }

        if (FileVariable.ClassOf(coordinate) == GEDTC_STRING)
        {
            return ReadTexts(coordinate, (int)axis.Size) is { } words && words.All(word => !string.IsNullOrWhiteSpace(word))
                ? new AxisLabels([.. words.Select(word => VariableNames.Shown(word!))], AreWords: true) : null;
        }

        if (FileVariable.ClassOf(coordinate) != GEDTC_NUMERIC || ReadNumbers(coordinate, (int)axis.Size) is not { } numbers || !numbers.All(double.IsFinite))
        {
            return null;
        }

        var dates = axis.Kind == AxisKind.Time ? TimeAxis.Dates(LibGdal.GDALMDArrayGetUnit(coordinate) ?? "", FileVariable.AttributeOf(coordinate, "calendar"), numbers) : null;
        var isSingle = FileVariable.NumericTypeOf(coordinate) == GdalDataType.GDT_Float32;
        return new AxisLabels(dates ?? [.. numbers.Select(number => $"{VariableNames.Shown(axis.Name)}={Text(number, isSingle)}")], AreWords: false);
    }

    private static string Text(double number, bool isSingle) =>
        isSingle ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);

    private static unsafe double[]? ReadNumbers(ArrayHandle array, int count)
    {
        var numbers = new double[count];
        fixed (double* buffer = numbers)
        {
            return Read(array, count, LibGdal.GDALExtendedDataTypeCreate(GdalDataType.GDT_Float64), buffer, (nuint)count * sizeof(double)) ? numbers : null;
        }
    }

    private static unsafe string?[]? ReadTexts(ArrayHandle array, int count)
    {
        var texts = new nint[count];
        fixed (nint* buffer = texts)
        {
            if (!Read(array, count, LibGdal.GDALExtendedDataTypeCreateString(0), buffer, (nuint)(count * sizeof(nint))))
            {
                return null;
            }
        }

        string?[] read = [.. texts.Select(text => Marshal.PtrToStringUTF8(text))];
        Array.ForEach(texts, LibGdal.VSIFree);
        return read;
    }

    // Takes the type.
    private static unsafe bool Read(ArrayHandle array, int count, nint type, void* buffer, nuint bytes)
    {
        using var errors = GdalErrorScope.Enter("Reading the values of an axis");
        var (start, length) = (0UL, (nuint)count);
        var isRead = LibGdal.GDALMDArrayRead(array, &start, &length, null, null, type, buffer, buffer, bytes) != 0;
        errors.Forgive();
        LibGdal.GDALExtendedDataTypeRelease(type);
        return isRead;
    }
}
