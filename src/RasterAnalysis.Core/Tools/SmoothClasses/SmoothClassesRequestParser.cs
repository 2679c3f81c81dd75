using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.SmoothClasses;

/// <summary>Reads the parameters of a request to smooth a classified raster.</summary>
public static class SmoothClassesRequestParser
{
    /// <summary>Reads the parameters, as JSON or as texts.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ItemToolRequest Parse(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var input = reader.Node(SmoothClassesTool.InputParameter) is { } node ? SourceReferenceParser.Parse(reader, SmoothClassesTool.InputParameter, node, takesInline: false) : null;
        if (input is null && reader.Errors.Count == 0)
        {
            reader.Refuse(SmoothClassesTool.InputParameter, "is required; name the classified raster, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
        }

        var output = OutputRequestParser.Parse(reader, SmoothClassesTool.OutputParameter, SmoothClassesTool.OutputParameter);
        var options = new SmoothingOptions
        {
            MinimumMappingUnit = Number(reader, SmoothClassesTool.UnitParameter, number => number is >= 1 and <= PatchFilter.LargestUnit, $"a whole number from 1 to {PatchFilter.LargestUnit}") ?? 1,
            Connectivity = Number(reader, SmoothClassesTool.ConnectivityParameter, number => number is 4 or 8, "4 or 8") ?? SmoothingOptions.None.Connectivity,
            Sieve = Sieve(reader),
            MajorityFilter = Number(reader, SmoothClassesTool.MajorityParameter, number => SmoothingOptions.MajorityWindows.Contains(number), "0, 3, 5 or 7") ?? 0,
        };

        // the analysis environment has no part in it; clients send it all the same
        reader.Node("context");
        var notes = reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside.").ToArray();
        if (reader.Errors.Count == 0 && options.IsNone)
        {
            reader.Refuse(SmoothClassesTool.UnitParameter, $"is required, above 1, unless {SmoothClassesTool.MajorityParameter} is given: else nothing would change.");
        }

        return reader.Errors.Count > 0 ? throw new InvalidRequestException(reader.Errors)
            : new ItemToolRequest([(SmoothClassesTool.InputParameter, input!)], output, (items, errors) => Check(items[0], errors) ? PlanJson.Write(options) : null, notes);
    }

    private static bool Check(CatalogItem item, ICollection<RequestError> errors)
    {
        if (item is { Classes.Count: > 0, IsRemote: false })
        {
            return true;
        }

        errors.Add(new RequestError(
            SmoothClassesTool.InputParameter,
            item.IsRemote ? $"The file of the item '{item.Id}' lies on another server; upload it, so that it lies here."
                : $"The item '{item.Id}' does not say its classes; results of classifying do, and copies of their files."));
        return false;
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
