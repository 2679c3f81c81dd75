using System.Text.RegularExpressions;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Reads the parameters that only requests to classify objects have.</summary>
internal static partial class ClassifyObjectsRequestParser
{
    private const string ClassLabelField = "classLabelField";
    private const string DefaultField = "ClassLabel";

    // fields that every table of classified objects has
    private static readonly string[] Taken = ["fid", "geom", "OBJECTID", "Shape", ClassifiedObjectTable.ConfidenceField, ClassifiedObjectTable.SourceField, ClassifiedObjectTable.SourceIdField];

    /// <summary>Reads them; faults go to the reader.</summary>
    /// <returns>Null where there are faults.</returns>
    public static ClassifyObjectsRequest? Read(RequestReader reader)
    {
        var (features, field) = (ObjectReferenceParser.Parse(reader), Field(reader));
        return features is null ? null : new ClassifyObjectsRequest(features, field);
    }

    private static string Field(RequestReader reader)
    {
        if (reader.Text(ClassLabelField)?.Trim() is not { Length: > 0 } name)
        {
            return DefaultField;
        }

        if (!FieldName().IsMatch(name) || Taken.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            reader.Refuse(ClassLabelField, $"must be a name of letters, digits and underscores that begins with a letter, of at most 60, and none of {string.Join(", ", Taken)}.");
        }

        return name;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,59}$")]
    private static partial Regex FieldName();
}
