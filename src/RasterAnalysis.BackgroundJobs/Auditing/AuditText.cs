using System.Text;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Texts of strangers on their way into the table and the log.</summary>
internal static class AuditText
{
    /// <summary>Characters of a name or an id.</summary>
    public const int LongestName = 256;

    /// <summary>Characters of what else is to be known.</summary>
    public const int LongestDetail = 1000;

    /// <summary>A text on one line, of a sane length: nobody writes lines of the log by their name.</summary>
    public static string Clean(string text, int longest)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // controls, the ends of lines and paragraphs, and what turns the direction of writing
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) ? " " : rune.ToString());
            if (clean.Length >= longest)
            {
                return clean.ToString(0, longest - 1) + "…";
            }
        }

        return clean.ToString();
    }
}
