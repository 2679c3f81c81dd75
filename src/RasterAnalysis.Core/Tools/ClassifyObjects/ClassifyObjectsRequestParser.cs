using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Reads the parameters of a request to classify objects.</summary>
public static partial class ClassifyObjectsRequestParser
{
    private const string ClassLabelField = "classLabelField";
    private const string DefaultField = "ClassLabel";

    // fields that every table of classified objects has
    private static readonly string[] Taken = ["fid", "geom", "OBJECTID", "Shape", ClassifiedObjectTable.ConfidenceField, ClassifiedObjectTable.SourceField, ClassifiedObjectTable.SourceIdField];

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ClassifyObjectsRequest Parse(JsonObject parameters)
    {
        var (request, own) = RasterModelRequestParser.Parse(parameters, ClassifyObjectsTool.OutputParameter, ClassifyObjectsTool.OutputMisspelling, (reader, _) => Read(reader));
        return new ClassifyObjectsRequest(request, own.Features!, own.Field);
    }

    private static (ObjectReference? Features, string Field) Read(RequestReader reader) => (ObjectReferenceParser.Parse(reader), Field(reader));

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
