using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>Reads the parameters of a request to verify a result.</summary>
public static class VerifyResultRequestParser
{
    private const int UsualSections = 10;

    /// <summary>Reads the parameters, as JSON or as texts.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ItemToolRequest Parse(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var input = reader.Node(VerifyResultTool.InputParameter) is { } node ? SourceReferenceParser.Parse(reader, VerifyResultTool.InputParameter, node, takesInline: false) : null;
        if (input is null && reader.Errors.Count == 0)
        {
            reader.Refuse(VerifyResultTool.InputParameter, "is required; name the result, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
        }

        var options = new VerifyOptions(Sections(reader));

        // the analysis environment has no part in it; clients send it all the same
        reader.Node("context");
        var notes = reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside.").ToArray();
        return reader.Errors.Count > 0 ? throw new InvalidRequestException(reader.Errors)
            : new ItemToolRequest([(VerifyResultTool.InputParameter, input!)], null, (_, _) => PlanJson.Write(options), notes);
    }

    private static int? Sections(RequestReader reader)
    {
        if (reader.Node(VerifyResultTool.SectionsParameter) is not { } node)
        {
            return UsualSections;
        }

        if (node.AsText() is { } text && text.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (node.AsInt32() is { } number and >= 1)
        {
            return number;
        }

        reader.Refuse(VerifyResultTool.SectionsParameter, "must be a whole number of sections, 1 or more, or \"all\".");
        return null;
    }
}
