namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>
/// Reads literals: texts (also several side by side), numbers, <c>True</c>, <c>False</c>, <c>None</c>, lists, tuples, sets, dictionaries,
/// <c>dict(name=…)</c>, sums of texts and of lists, and names of literals that were read before. Anything else is passed over as
/// <see cref="PythonValue.Unreadable"/>; nothing is ever run.
/// </summary>
/// <param name="tokens">Tokens of one logical line; their brackets match, and are nested no deeper than <see cref="PythonTokenizer.MaxNesting"/>.</param>
/// <param name="position">Where to begin.</param>
/// <param name="names">What names stand for.</param>
internal sealed class PythonExpressionReader(IReadOnlyList<PythonToken> tokens, int position, IReadOnlyDictionary<string, PythonValue> names)
{
    private const int MaxItems = 1000;
    private const int MaxTextLength = 4096;
    private const int ShownTokens = 12;
    private int _position = position;

    /// <summary>The next token; null at the end.</summary>
    public PythonToken? Next => _position < tokens.Count ? tokens[_position] : null;

    /// <summary>Reads an expression, to the comma or bracket that ends it or to the end of the line. Commas at the top make a tuple.</summary>
    public PythonValue ReadToEnd()
    {
        var first = Read(isKey: false);
        if (Next is null)
        {
            return first;
        }

        var items = new List<PythonValue> { first };
        while (TakeIf(","))
        {
            if (Next is not null)
            {
                items.Add(Read(isKey: false));
            }
        }

        return Next is null ? new PythonValue.List(items) : SkipTo(0, isKey: false, _position);
    }

    /// <summary>Reads one expression, to the comma or bracket that ends it.</summary>
    /// <param name="isKey">Whether a colon ends it too.</param>
    public PythonValue Read(bool isKey)
    {
        var start = _position;
        var value = Sum();
        return IsAtEnd(isKey) ? value : SkipTo(start, isKey, _position);
    }

    private PythonValue Sum()
    {
        var start = _position;
        var left = Atom();
        while (Next?.Is("+") == true)
        {
            _position++;
            left = Join(left, Atom(), start);
        }

        return left;
    }

    private PythonValue Join(PythonValue left, PythonValue right, int start) => (left, right) switch
    {
        (PythonValue.Text a, PythonValue.Text b) when a.Content.Length + b.Content.Length <= MaxTextLength => new PythonValue.Text(a.Content + b.Content),
        (PythonValue.List a, PythonValue.List b) when a.Items.Count + b.Items.Count <= MaxItems => new PythonValue.List([.. a.Items, .. b.Items]),
        _ => Unreadable(start),
    };

    private PythonValue Atom()
    {
        var start = _position;
        if (Next is not { } token)
        {
            return Unreadable(start);
        }

        if (token.Kind == PythonTokenKind.Operator && token.Text is "-" or "+")
        {
            return Signed();
        }

        _position++;
        return token switch
        {
            { Kind: PythonTokenKind.Number } => new PythonValue.Number(token.Text),
            { Kind: PythonTokenKind.String } => Text(token, start),
            { Kind: PythonTokenKind.Name, Text: "True" } => new PythonValue.Boolean(true),
            { Kind: PythonTokenKind.Name, Text: "False" } => new PythonValue.Boolean(false),
            { Kind: PythonTokenKind.Name, Text: "None" } => new PythonValue.None(),
            { Kind: PythonTokenKind.Name, Text: "dict" } when Next?.Is("(") == true => Keywords(),
            { Kind: PythonTokenKind.Name } => names.TryGetValue(token.Text, out var known) ? known : Unreadable(start),
            { Kind: PythonTokenKind.Operator, Text: "(" } => Parenthesis(),
            { Kind: PythonTokenKind.Operator, Text: "[" } => new PythonValue.List(Items("]")),
            { Kind: PythonTokenKind.Operator, Text: "{" } => Braces(),
            _ => Back(start),
        };
    }

    private PythonValue Signed()
    {
        var (start, isNegative) = (_position, false);
        while (Next is { Kind: PythonTokenKind.Operator, Text: "-" or "+" } sign)
        {
            isNegative ^= sign.Text == "-";
            _position++;
        }

        if (Next is not { Kind: PythonTokenKind.Number } number)
        {
            return Unreadable(start);
        }

        _position++;
        return new PythonValue.Number(isNegative ? $"-{number.Text}" : number.Text);
    }

    /// <summary>Texts side by side are one text; with one among them that is worked out, all of it is.</summary>
    private PythonValue Text(PythonToken first, int start)
    {
        var (parts, length, isPlain) = (new List<string> { first.Text }, first.Text.Length, true);
        while (Next is { Kind: PythonTokenKind.String or PythonTokenKind.Opaque } more)
        {
            isPlain &= more.Kind == PythonTokenKind.String;
            length += more.Text.Length;
            parts.Add(more.Text);
            _position++;
        }

        return isPlain && length <= MaxTextLength ? new PythonValue.Text(string.Concat(parts)) : Unreadable(start);
    }

    private PythonValue Parenthesis()
    {
        if (TakeIf(")"))
        {
            return new PythonValue.List([]);
        }

        var first = Read(isKey: false);
        if (TakeIf(")"))
        {
            return first;
        }

        _position++; // the comma
        return new PythonValue.List([first, .. Items(")")]);
    }

    private List<PythonValue> Items(string end)
    {
        var items = new List<PythonValue>();
        while (!TakeIf(end))
        {
            var item = Read(isKey: false);
            if (items.Count < MaxItems)
            {
                items.Add(item);
            }

            TakeIf(",");
        }

        return items;
    }

    private PythonValue Braces()
    {
        var entries = new List<KeyValuePair<PythonValue, PythonValue>>();
        while (!TakeIf("}"))
        {
            var start = _position;
            var key = Read(isKey: true);
            if (TakeIf(":"))
            {
                var value = Read(isKey: false);
                if (entries.Count < MaxItems)
                {
                    entries.Add(KeyValuePair.Create(key, value));
                }
            }
            else if (entries.Count == 0 && key is not PythonValue.Unreadable)
            {
                TakeIf(",");
                return new PythonValue.List([key, .. Items("}")]); // a set
            }
            else
            {
                entries.Add(KeyValuePair.Create<PythonValue, PythonValue>(Unreadable(start), Unreadable(start))); // **others
            }

            TakeIf(",");
        }

        return new PythonValue.Map(entries);
    }

    private PythonValue.Map Keywords()
    {
        _position++; // the parenthesis
        var entries = new List<KeyValuePair<PythonValue, PythonValue>>();
        while (!TakeIf(")"))
        {
            var start = _position;
            if (Next is { Kind: PythonTokenKind.Name } name && _position + 1 < tokens.Count && tokens[_position + 1].Is("="))
            {
                _position += 2;
                entries.Add(KeyValuePair.Create<PythonValue, PythonValue>(new PythonValue.Text(name.Text), Read(isKey: false)));
            }
            else
            {
                SkipTo(start, isKey: false, _position);
                entries.Add(KeyValuePair.Create<PythonValue, PythonValue>(Unreadable(start), Unreadable(start)));
            }

            TakeIf(",");
        }

        return new PythonValue.Map(entries);
    }

    private PythonValue.Unreadable Back(int start)
    {
        _position = start;
        return Unreadable(start);
    }

    /// <summary>Passes over what is no literal.</summary>
    private PythonValue.Unreadable SkipTo(int start, bool isKey, int from)
    {
        _position = from;
        for (var depth = 0; _position < tokens.Count && (depth > 0 || !IsAtEnd(isKey)); _position++)
        {
            depth += tokens[_position] switch
            {
                { Kind: PythonTokenKind.Operator, Text: "(" or "[" or "{" } => 1,
                { Kind: PythonTokenKind.Operator, Text: ")" or "]" or "}" } => -1,
                _ => 0,
            };
        }

        return Unreadable(start);
    }

    private PythonValue.Unreadable Unreadable(int start)
    {
        var shown = tokens.Skip(start).Take(Math.Clamp(_position - start, 1, ShownTokens)).Select(token => token.Kind == PythonTokenKind.String ? $"'{token.Text}'" : token.Text);
        var text = string.Concat(shown).ReplaceLineEndings(" ");
        return new PythonValue.Unreadable(text.Length <= 60 ? text : text[..60] + "…", tokens[Math.Min(start, tokens.Count - 1)].Line);
    }

    private bool IsAtEnd(bool isKey) =>
        Next is not { } token || (token.Kind == PythonTokenKind.Operator && (token.Text is "," or ")" or "]" or "}" || (isKey && token.Text == ":")));

    private bool TakeIf(string text)
    {
        if (Next?.Is(text) != true)
        {
            return false;
        }

        _position++;
        return true;
    }
}
