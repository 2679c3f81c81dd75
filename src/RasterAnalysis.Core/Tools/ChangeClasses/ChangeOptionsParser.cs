using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Tools.ChangeClasses;

/// <summary>Reads the parameters that only requests for the change between two classified rasters have.</summary>
public static class ChangeOptionsParser
{
    private const int MostPercent = 100;

    /// <summary>Reads them; faults go to the reader.</summary>
    internal static ChangeOptions Read(RequestReader reader) => new(Unchanged(reader), MinimumConfidence(reader));

    /// <summary>Reads what a request says of how the rasters are compared.</summary>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ChangeOptions ParseOptions(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var options = Read(reader);
        return reader.Errors.Count > 0 ? throw new InvalidRequestException(reader.Errors) : options;
    }

    /// <summary>Whether a request asks for confidence.</summary>
    internal static bool AsksForConfidence(RequestReader reader) =>
        reader.Node(ChangeClassesTool.FromConfidenceParameter, ChangeClassesTool.ToConfidenceParameter, ChangeClassesTool.MinimumParameter) is not null;

    private static UnchangedPixels Unchanged(RequestReader reader)
    {
        switch (reader.Text(ChangeClassesTool.UnchangedParameter)?.Trim().ToUpperInvariant())
        {
            case null or "KEEP":
                return UnchangedPixels.Keep;
            case "MERGE":
                return UnchangedPixels.Merge;
            case "LEAVEOUT":
                return UnchangedPixels.LeaveOut;
            default:
                reader.Refuse(ChangeClassesTool.UnchangedParameter, "must be keep, merge or leaveOut.");
                return UnchangedPixels.Keep;
        }
    }

    private static int? MinimumConfidence(RequestReader reader)
    {
        if (!AsksForConfidence(reader))
        {
            return null;
        }

        var node = reader.Node(ChangeClassesTool.MinimumParameter);
        if (node.AsInt32() is { } percent and >= 0 and <= MostPercent)
        {
            return percent;
        }

        reader.Refuse(
            ChangeClassesTool.MinimumParameter,
            node is null ? "is required with fromConfidence and toConfidence: a whole number from 0 to 100, in per cent." : "must be a whole number from 0 to 100, in per cent.");
        return null;
    }
}
