using System.Text.RegularExpressions;
using RasterAnalysis.Features;

namespace RasterAnalysis.Requests;

/// <summary>Reads what a request calls a field of the table that its job makes.</summary>
internal static partial class FieldNameParser
{
    /// <summary>Reads it; faults go to the reader.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="normal">The name where none is given.</param>
    /// <param name="taken">Names that other fields of the table have.</param>
    public static string Parse(RequestReader reader, string parameter, string normal, IReadOnlyList<string> taken)
    {
        if (reader.Text(parameter)?.Trim() is not { Length: > 0 } name)
        {
            return normal;
        }

        if (name.Length > FeatureTableDefinition.LongestName || !FieldName().IsMatch(name) || taken.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            reader.Refuse(
                parameter,
                $"must be a name of letters, digits and underscores that begins with a letter, of at most {FeatureTableDefinition.LongestName}, and none of {string.Join(", ", taken)}.");
        }

        return name;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex FieldName();
}
