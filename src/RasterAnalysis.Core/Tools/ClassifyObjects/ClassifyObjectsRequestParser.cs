using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Reads the parameters that only requests to classify objects have.</summary>
internal static class ClassifyObjectsRequestParser
{
    private const string ClassLabelField = "classLabelField";
    private const string DefaultField = "ClassLabel";

    // fields that every table of classified objects has
    private static readonly string[] Taken = ["fid", "geom", "OBJECTID", "Shape", ClassifiedObjectTable.ConfidenceField, ClassifiedObjectTable.SourceField, ClassifiedObjectTable.SourceIdField];

    /// <summary>Reads them; faults go to the reader.</summary>
    /// <returns>Null where there are faults.</returns>
    public static ClassifyObjectsRequest? Read(RequestReader reader)
    {
        var (features, field) = (ObjectReferenceParser.Parse(reader), FieldNameParser.Parse(reader, ClassLabelField, DefaultField, Taken));
        return features is null ? null : new ClassifyObjectsRequest(features, field);
    }
}
