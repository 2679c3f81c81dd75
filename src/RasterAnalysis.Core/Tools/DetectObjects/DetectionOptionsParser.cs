using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Reads what a request to detect objects has beside what all requests have.</summary>
internal static class DetectionOptionsParser
{
    private const string DefaultConfidenceField = "Confidence";
    private const string DefaultClassField = "Class";

    // fields that every table of objects has
    private static readonly string[] Taken = ["fid", "geom", "Source", "OBJECTID", "Shape"];

    /// <summary>Reads them, and the model arguments that only detectors have; faults go to the reader.</summary>
    public static DetectionOptions Read(RequestReader reader, IReadOnlyDictionary<string, string> arguments)
    {
        var own = DetectionArguments.Parse(arguments, reader.Errors);
        var (confidence, @class) = (FieldNameParser.Parse(reader, "confidenceScoreField", DefaultConfidenceField, Taken), FieldNameParser.Parse(reader, "classValueField", DefaultClassField, Taken));
        if (confidence.Equals(@class, StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse("classValueField", $"is the field '{confidence}' too, which is for the confidence; give them different names.");
        }

        return new DetectionOptions(reader.Boolean("runNMS"), Ratio(reader), confidence, @class, own);
    }

    private static double Ratio(RequestReader reader)
    {
        if (reader.Node("maxOverlapRatio") is not { } node)
        {
            return 0;
        }

        if (node.AsNumber() is { } ratio && ratio is >= 0 and <= 1)
        {
            return ratio;
        }

        reader.Refuse("maxOverlapRatio", "must be a number from 0 (no two objects overlap) to 1.");
        return 0;
    }
}
