using System.Globalization;
using RasterAnalysis.Gdal.Interop;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// A variable of a file of several: numbers over axes. One thread at a time.
internal sealed unsafe class FileVariable : IDisposable
{
    private readonly ArrayHandle _array;

    public FileVariable(ArrayHandle array)
    {
        _array = array;
        FullName = LibGdal.GDALMDArrayGetFullName(array) ?? string.Empty;
        IsNumeric = ClassOf(array) == GEDTC_NUMERIC;
        Axes = OverDimensions(array, dimensions => dimensions.Select(VariableAxis.Of).ToArray());
        (XAxis, YAxis) = (Array.FindLastIndex(Axes, axis => axis.Kind == AxisKind.X), Array.FindLastIndex(Axes, axis => axis.Kind == AxisKind.Y));
        IsPlaced = XAxis >= 0 && YAxis >= 0;
        if (!IsPlaced)
        {
            (XAxis, YAxis) = (Axes.Length - 1, Axes.Length - 2);
        }
    }

    // With a slash in front, and between groups.
    public string FullName { get; }

    // As it is written behind #.
    public string Name => FullName.TrimStart('/');

    public string ShortName => FullName[(FullName.LastIndexOf('/') + 1)..];

    public bool IsNumeric { get; }

    public VariableAxis[] Axes { get; }

    // Which of the axes are columns and rows: those that say so, else the last two.
    public int XAxis { get; }

    public int YAxis { get; }

    // Whether its axes say where it lies.
    public bool IsPlaced { get; }

    // All but columns and rows, in the variable's order: the last one changes fastest from band to band.
    public IEnumerable<int> BandAxes => Enumerable.Range(0, Axes.Length).Where(axis => axis != XAxis && axis != YAxis);

    // May be far more than a dataset can have.
    public decimal BandCount
    {
        get
        {
            var count = 1m;
            foreach (var axis in BandAxes)
            {
                count = Math.Min(count * Axes[axis].Size, uint.MaxValue);
            }

            return count;
        }
    }

    // Null where it has no text of the name.
    public static string? AttributeOf(ArrayHandle array, string name)
    {
        using var errors = GdalErrorScope.Enter("Reading an attribute");
        var attribute = LibGdal.GDALMDArrayGetAttribute(array, name);
        try
        {
            return attribute == 0 ? null : LibGdal.GDALAttributeReadAsString(attribute);
        }
        finally
        {
            errors.Forgive();
            if (attribute != 0)
            {
                LibGdal.GDALAttributeRelease(attribute);
            }
        }
    }

    public string? Attribute(string name) => AttributeOf(_array, name);

    // As the CF conventions write it; 1 and 0 where it says nothing. HDF5's driver hands these on as any other attributes.
    public (double Scale, double Offset) Packing => (NumberOf("scale_factor") ?? 1, NumberOf("add_offset") ?? 0);

    // Its values along one axis as texts for names; null where it has none that can be told.
    public AxisLabels? LabelsOf(int axis) => OverDimensions(_array, dimensions =>
    {
        using var coordinate = LibGdal.GDALDimensionGetIndexingVariable(dimensions[axis]);
        return coordinate.IsInvalid ? null : AxisLabels.Read(coordinate, Axes[axis]);
    });

    // Its own columns and rows, its other axes as bands. It may outlive this and its file.
    public GdalDataset OpenView(string path)
    {
        using var errors = GdalErrorScope.Enter($"Opening variable '{VariableNames.Shown(Name)}' of", path);
        return new GdalDataset(errors.CheckResult("GDALMDArrayAsClassicDataset", LibGdal.GDALMDArrayAsClassicDataset(_array, (nuint)XAxis, (nuint)YAxis)), path);
    }

    public void Dispose() => _array.Dispose();

    internal static int ClassOf(ArrayHandle array) => OfType(array, LibGdal.GDALExtendedDataTypeGetClass);

    internal static GdalDataType NumericTypeOf(ArrayHandle array) => OfType(array, LibGdal.GDALExtendedDataTypeGetNumericDataType);

    internal static int DimensionCountOf(ArrayHandle array) => OverDimensions(array, dimensions => dimensions.Length);

    private double? NumberOf(string attribute) =>
        double.TryParse(Attribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static T OfType<T>(ArrayHandle array, Func<nint, T> ask)
    {
        var type = LibGdal.GDALMDArrayGetDataType(array);
        var answer = ask(type);
        LibGdal.GDALExtendedDataTypeRelease(type);
        return answer;
    }

    private static T OverDimensions<T>(ArrayHandle array, Func<nint[], T> ask)
    {
        var dimensions = LibGdal.GDALMDArrayGetDimensions(array, out var count);
        try
        {
            return ask(new ReadOnlySpan<nint>(dimensions, (int)count).ToArray());
        }
        finally
        {
            LibGdal.GDALReleaseDimensions(dimensions, count);
        }
    }
}
