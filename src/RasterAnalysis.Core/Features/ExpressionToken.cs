namespace RasterAnalysis.Features;

// A piece of a condition: what it is, its text without quotation marks, and where it stands.
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int At)
{
    private static readonly string[] Reserved = ["AND", "OR", "NOT", "LIKE", "IN", "BETWEEN", "IS", "NULL", "ESCAPE"];
    private static readonly string[] Signs = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

    public bool IsReserved => Kind == ExpressionTokenKind.Word && Array.Exists(Reserved, Is);

    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    // Cuts a condition into pieces; the last is the end.
    public static List<ExpressionToken> Read(string text, Func<string, InvalidRequestException> refuse)
    {
        var tokens = new List<ExpressionToken>();
        for (var at = 0; at < text.Length;)
        {
            var first = text[at];
            if (char.IsWhiteSpace(first))
            {
                at++;
                continue;
            }

            var start = at;
            if (first is '\'' or '"')
            {
                tokens.Add(new(first == '"' ? ExpressionTokenKind.Name : ExpressionTokenKind.Text, Quoted(text, ref at, refuse), start));
            }
            else if (char.IsLetter(first) || first == '_')
            {
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                tokens.Add(new(ExpressionTokenKind.Word, text[start..at], start));
            }
            else if (StartsNumber(text, at))
            {
                at++;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E')))
                {
                    at++;
                }

                tokens.Add(new(ExpressionTokenKind.Number, text[start..at], start));
            }
            else if (Array.Find(Signs, sign => text.AsSpan(start).StartsWith(sign, StringComparison.Ordinal)) is { } sign)
            {
                at += sign.Length;
                tokens.Add(new(ExpressionTokenKind.Sign, sign == "!=" ? "<>" : sign, start));
            }
            else
            {
                throw refuse($"has '{first}' at character {at + 1}, which is understood only inside of quotation marks.");
            }
        }

        tokens.Add(new(ExpressionTokenKind.End, "", text.Length));
        return tokens;
    }

    private static bool StartsNumber(string text, int at) =>
        char.IsAsciiDigit(text[at]) || (text[at] is '-' or '+' or '.' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || (text[at] != '.' && text[at + 1] == '.')));

    private static string Quoted(string text, ref int at, Func<string, InvalidRequestException> refuse)
    {
        var (mark, start) = (text[at], at);
        for (at++; at < text.Length; at++)
        {
            if (text[at] != mark)
            {
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == mark)
            {
                at++;
                continue;
            }

            var inside = text[(start + 1)..at++];
            return inside.Contains('\0', StringComparison.Ordinal) ? throw refuse("has a character 0.") : inside.Replace(new string(mark, 2), mark.ToString(), StringComparison.Ordinal);
        }

        throw refuse($"has a quotation mark at character {start + 1} that is not closed.");
    }
}
