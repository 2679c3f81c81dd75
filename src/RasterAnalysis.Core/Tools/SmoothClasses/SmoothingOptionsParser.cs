using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.SmoothClasses;

/// <summary>Reads the parameters that only requests to smooth a classified raster have.</summary>
internal static class SmoothingOptionsParser
{
    /// <summary>Reads them; faults go to the reader.</summary>
    public static SmoothingOptions Read(RequestReader reader)
    {
        var options = new SmoothingOptions
        {
            MinimumMappingUnit = Number(reader, SmoothClassesTool.UnitParameter, number => number is >= 1 and <= PatchFilter.LargestUnit, $"a whole number from 1 to {PatchFilter.LargestUnit}") ?? 1,
            Connectivity = Number(reader, SmoothClassesTool.ConnectivityParameter, number => number is 4 or 8, "4 or 8") ?? SmoothingOptions.None.Connectivity,
            Sieve = Sieve(reader),
            MajorityFilter = Number(reader, SmoothClassesTool.MajorityParameter, number => SmoothingOptions.MajorityWindows.Contains(number), "0, 3, 5 or 7") ?? 0,
        };
        if (reader.Errors.Count == 0 && options.IsNone)
        {
            reader.Refuse(SmoothClassesTool.UnitParameter, $"is required, above 1, unless {SmoothClassesTool.MajorityParameter} is given: else nothing would change.");
        }

        return options;
    }

    private static SieveRule Sieve(RequestReader reader)
    {
        var text = reader.Text(SmoothClassesTool.SieveParameter)?.Trim().ToUpperInvariant();
        if (text is not (null or "UNIT" or "GDAL"))
        {
            reader.Refuse(SmoothClassesTool.SieveParameter, "must be unit or gdal.");
        }

        return text == "GDAL" ? SieveRule.Gdal : SieveRule.Unit;
    }

    private static int? Number(RequestReader reader, string name, Func<int, bool> isKnown, string known)
    {
        if (reader.Node(name) is not { } node)
        {
            return null;
        }

        if (node.AsInt32() is { } number && isKnown(number))
        {
            return number;
        }

        reader.Refuse(name, $"must be {known}.");
        return null;
    }
}
