using System.IO.Enumeration;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal.Searching;

/// <summary>
/// Words that must stand in a field, one after the other, whatever their case. In a word <c>*</c> stands for any letters and <c>?</c> for one.
/// </summary>
internal sealed class SearchTerm
{
    private readonly string _text;
    private readonly string[] _words;

    /// <summary>Makes a term.</summary>
    /// <param name="text">A word, or several from quotation marks.</param>
    public SearchTerm(string text)
    {
        _text = text.Trim();
        _words = [.. Words(_text, keepsWildcards: true)];
    }

    /// <summary>Whether it has no word, but at most punctuation.</summary>
    public bool IsEmpty => _words.Length == 0;

    /// <summary>Whether a field of an item has the words.</summary>
    public bool IsIn(SearchField field, CatalogItem item)
    {
        if (_text == "*")
        {
            return field.ValuesOf(item).Any(value => value.Length > 0);
        }

        return field.ValuesOf(item).Any(value => field.IsWhole ? IsLike(_text, value) : IsAmong([.. Words(value, keepsWildcards: false)]));
    }

    private bool IsAmong(string[] words)
    {
        for (var at = 0; at + _words.Length <= words.Length && _words.Length > 0; at++)
        {
            if (_words.Index().All(word => IsLike(word.Item, words[at + word.Index])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLike(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern.Replace('\\', '/'), text.Replace('\\', '/'), ignoreCase: true);

    private static IEnumerable<string> Words(string text, bool keepsWildcards)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isPart = at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_' || (keepsWildcards && text[at] is '*' or '?'));
            if (isPart && start < 0)
            {
                start = at;
            }
            else if (!isPart && start >= 0)
            {
                yield return text[start..at];
                start = -1;
            }
        }
    }
}
