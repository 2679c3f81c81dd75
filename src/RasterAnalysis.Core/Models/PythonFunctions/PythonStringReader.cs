using System.Globalization;
using System.Text;

namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>Reads one text of a Python file, with its prefix, its quotes and its escapes (Python's language reference, 2.4.1).</summary>
internal sealed class PythonStringReader(string text, int start, int line)
{
    /// <summary>Where the text ends, once it is read.</summary>
    public int Position { get; private set; } = start;

    /// <summary>The line that it ends on, once it is read.</summary>
    public int Line { get; private set; } = line;

    /// <summary>Whether a text begins at a position: a quote, or a prefix of at most two letters with one.</summary>
    public static bool StartsAt(string text, int position)
    {
        for (var length = 0; length <= 2 && position + length < text.Length; length++)
        {
            var c = text[position + length];
            if (c is '"' or '\'')
            {
                return true;
            }

            if (!"rRbBuUfFtT".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It has no end.</exception>
    public PythonToken Read()
    {
        var first = Line;
        var prefix = "";
        while (text[Position] is not ('"' or '\''))
        {
            prefix += char.ToLowerInvariant(text[Position++]);
        }

        var quote = text[Position];
        var isTriple = Position + 2 < text.Length && text[Position + 1] == quote && text[Position + 2] == quote;
        Position += isTriple ? 3 : 1;
        var content = Content(quote, isTriple, isRaw: prefix.Contains('r', StringComparison.Ordinal), first);
        return new PythonToken(prefix.IndexOfAny(['f', 't', 'b']) >= 0 ? PythonTokenKind.Opaque : PythonTokenKind.String, content, first);
    }

    private string Content(char quote, bool isTriple, bool isRaw, int first)
    {
        var content = new StringBuilder();
        while (true)
        {
            var c = Position < text.Length ? text[Position] : throw new FormatException($"a text has no closing quote, at line {first}");
            if (c == quote && (!isTriple || (Position + 2 < text.Length && text[Position + 1] == quote && text[Position + 2] == quote)))
            {
                Position += isTriple ? 3 : 1;
                return content.ToString();
            }

            if (c is '\n' or '\r')
            {
                if (!isTriple)
                {
                    throw new FormatException($"a text has no closing quote, at line {first}");
                }

                SkipLineEnd();
                content.Append('\n');
            }
            else if (c == '\\')
            {
                Escape(content, isRaw, first);
            }
            else
            {
                content.Append(c);
                Position++;
            }
        }
    }

    private void Escape(StringBuilder content, bool isRaw, int first)
    {
        var c = Position + 1 < text.Length ? text[Position + 1] : throw new FormatException($"a text has no closing quote, at line {first}");
        Position++;
        if (c is '\n' or '\r')
        {
            SkipLineEnd();
            content.Append(isRaw ? "\\\n" : "");
            return;
        }

        Position++;
        if (isRaw)
        {
            content.Append('\\').Append(c);
            return;
        }

        switch (c)
        {
            case '\\' or '\'' or '"': content.Append(c); break;
            case 'n': content.Append('\n'); break;
            case 't': content.Append('\t'); break;
            case 'r': content.Append('\r'); break;
            case 'a': content.Append('\a'); break;
            case 'b': content.Append('\b'); break;
            case 'f': content.Append('\f'); break;
            case 'v': content.Append('\v'); break;
            case 'x': Code(content, c, 2); break;
            case 'u': Code(content, c, 4); break;
            case 'U': Code(content, c, 8); break;
            case >= '0' and <= '7': Octal(content, c); break;
            default: content.Append('\\').Append(c); break; // as Python does, also for \N{…}, whose names are not known here
        }
    }

    private void Code(StringBuilder content, char letter, int digits)
    {
        if (Position + digits <= text.Length
            && int.TryParse(text.AsSpan(Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= 0x10FFFF)
        {
            Position += digits;
            content.Append(Rune.TryCreate(code, out var rune) ? rune.ToString() : ((char)code).ToString());
        }
        else
        {
            content.Append('\\').Append(letter);
        }
    }

    private void Octal(StringBuilder content, char digit)
    {
        var code = digit - '0';
        for (var more = 0; more < 2 && Position < text.Length && text[Position] is >= '0' and <= '7'; more++)
        {
            code = (code * 8) + text[Position++] - '0';
        }

        content.Append((char)code);
    }

    private void SkipLineEnd()
    {
        Position += text[Position] == '\r' && Position + 1 < text.Length && text[Position + 1] == '\n' ? 2 : 1;
        Line++;
    }
}
