namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>
/// Cuts a Python file into logical lines of tokens (Python's language reference, chapter 2). One pass, no recursion; brackets are checked here, so
/// that whoever reads the tokens may rely on each having its partner.
/// </summary>
internal sealed class PythonTokenizer(string text)
{
    /// <summary>Brackets inside each other; more are refused.</summary>
    public const int MaxNesting = 64;

    private const int TabWidth = 8;

    private static readonly string[] LongOperators =
        ["**=", "//=", ">>=", "<<=", "...", "+=", "-=", "*=", "/=", "%=", "@=", "&=", "|=", "^=", "->", ":=", "==", "!=", "<=", ">=", "**", "//", ">>", "<<"];

    private readonly List<PythonLine> _lines = [];
    private readonly Stack<char> _brackets = new();
    private List<PythonToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _indent;

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">It is no Python as far as its tokens go; the message names the line.</exception>
    public IReadOnlyList<PythonLine> Read()
    {
        ReadIndent();
        while (_position < text.Length)
        {
            Step();
        }

        EndLine();
        return _brackets.Count == 0 ? _lines : throw Error($"'{_brackets.Peek()}' is never closed");
    }

    private void Step()
    {
        var c = text[_position];
        switch (c)
        {
            case '\n' or '\r':
                NextPhysicalLine();
                if (_brackets.Count == 0)
                {
                    EndLine();
                    ReadIndent();
                }

                break;
            case '#':
                while (_position < text.Length && text[_position] is not ('\n' or '\r'))
                {
                    _position++;
                }

                break;
            case '\\' when _position + 1 < text.Length && text[_position + 1] is '\n' or '\r':
                _position++;
                NextPhysicalLine();
                break;
            case ';' when _brackets.Count == 0:
                _position++;
                EndLine();
                break;
            case ' ' or '\t' or '\f' or '\uFEFF':
                _position++;
                break;
            default:
                Token(c);
                break;
        }
    }

    private void Token(char c)
    {
        if (PythonStringReader.StartsAt(text, _position))
        {
            var reader = new PythonStringReader(text, _position, _line);
            var token = reader.Read();
            (_position, _line) = (reader.Position, reader.Line);
            _tokens.Add(token);
        }
        else if (IsNameStart(c))
        {
            var start = _position;
            while (_position < text.Length && (IsNameStart(text[_position]) || char.IsDigit(text[_position])))
            {
                _position++;
            }

            _tokens.Add(new PythonToken(PythonTokenKind.Name, text[start.._position], _line));
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && _position + 1 < text.Length && char.IsAsciiDigit(text[_position + 1])))
        {
            _tokens.Add(PythonNumberReader.Read(text, ref _position, _line));
        }
        else
        {
            Operator(c);
        }
    }

    private void Operator(char c)
    {
        if (c is '(' or '[' or '{')
        {
            _brackets.Push(c);
            if (_brackets.Count > MaxNesting)
            {
                throw Error($"brackets are nested more than {MaxNesting} deep");
            }
        }
        else if (c is ')' or ']' or '}')
        {
            var opened = _brackets.TryPop(out var bracket) ? bracket : throw Error($"'{c}' closes nothing");
            if ((opened, c) is not (('(', ')') or ('[', ']') or ('{', '}')))
            {
                throw Error($"'{c}' cannot close '{opened}'");
            }
        }
        else if (!"+-*/%@&|^~<>=!.,:;".Contains(c, StringComparison.Ordinal))
        {
            throw Error($"the character U+{(int)c:X4} is not expected");
        }

        var rest = text.AsSpan(_position);
        var found = c.ToString();
        foreach (var candidate in LongOperators)
        {
            if (rest.StartsWith(candidate, StringComparison.Ordinal))
            {
                found = candidate;
                break;
            }
        }

        _position += found.Length;
        _tokens.Add(new PythonToken(PythonTokenKind.Operator, found, _line));
    }

    private void ReadIndent()
    {
        for (_indent = 0; _position < text.Length && text[_position] is ' ' or '\t' or '\f' or '\uFEFF'; _position++)
        {
            _indent = text[_position] switch
            {
                ' ' => _indent + 1,
                '\t' => ((_indent / TabWidth) + 1) * TabWidth,
                _ => 0,
            };
        }
    }

    private void NextPhysicalLine()
    {
        _position += text[_position] == '\r' && _position + 1 < text.Length && text[_position + 1] == '\n' ? 2 : 1;
        _line++;
    }

    private void EndLine()
    {
        if (_tokens.Count > 0)
        {
            _lines.Add(new PythonLine(_indent, _tokens));
            _tokens = [];
        }
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c) || char.IsSurrogate(c) || (c > 127 && char.GetUnicodeCategory(c)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark);

    private FormatException Error(string what) => new($"{what}, at line {_line}");
}
