using System.Text.RegularExpressions;
using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>A query for groups: words, each by itself or of a field; all of them have to be in the group.</summary>
/// <param name="Terms">Field, empty for any, and word.</param>
internal sealed partial record GroupQuery(IReadOnlyList<(string Field, string Word)> Terms)
{
    /// <summary>Fields that say nothing here: there is one organisation, and a group is seen by its members.</summary>
    private static readonly string[] Idle = ["orgid", "access"];

    private static readonly string[] Fields = ["title", "owner", "id", .. Idle];

    /// <summary>Reads a query.</summary>
    /// <exception cref="InvalidRequestException">Field <c>q</c>: it asks for a field that groups have not.</exception>
    public static GroupQuery Parse(string text)
    {
        var terms = new List<(string Field, string Word)>();
        foreach (Match match in Term().Matches(text))
        {
            var (field, word) = (match.Groups["field"].Value.ToLowerInvariant(), match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["word"].Value);
            if (field.Length > 0 && !Fields.Contains(field))
            {
                throw new InvalidRequestException("q", $"asks for {field}; groups have {string.Join(", ", Fields)}.");
            }

            if (!Idle.Contains(field) && !(field.Length == 0 && word is "AND" or "*"))
            {
                terms.Add((field, word));
            }
        }

        return new GroupQuery(terms);
    }

    /// <summary>Whether a group is looked for.</summary>
    public bool Matches(UserGroup group) => Terms.All(term => term.Field switch
    {
        "title" => Has(group.Title, term.Word),
        "owner" => group.Owner.Equals(term.Word, StringComparison.OrdinalIgnoreCase),
        "id" => group.Id == term.Word,
        _ => Has(group.Title, term.Word) || group.Owner.Equals(term.Word, StringComparison.OrdinalIgnoreCase) || group.Id == term.Word,
    });

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""(?:(?<field>\w+):\s*)?(?:"(?<quoted>[^"]*)"|(?<word>[^\s"()]+))""")]
    private static partial Regex Term();
}
