namespace RasterAnalysis.ArcGis.Portal.Searching;

/// <summary>
/// Reads queries: words, <c>"phrases"</c>, <c>field:value</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c>, <c>-</c>, <c>+</c>, brackets. Terms beside each
/// other must all hold. What is not understood is a fault that says what would be, never a silent wider answer.
/// </summary>
internal sealed class SearchQueryParser
{
    private const int MaxLength = 8000;
    private const int MaxDepth = 32;
    private readonly string _text;
    private readonly string _parameter;
    private int _at;
    private int _depth;

    private SearchQueryParser(string text, string parameter) => (_text, _parameter) = (text, parameter);

    /// <summary>Reads a query.</summary>
    /// <param name="text">The query; null for none, which everything matches.</param>
    /// <param name="parameter">Name of the parameter, for faults.</param>
    /// <exception cref="InvalidRequestException">It is not understood.</exception>
    public static SearchCondition Parse(string? text, string parameter)
    {
        if (text is null || text.Trim() is "*" or "*:*")
        {
            return SearchCondition.Everything;
        }

        var parser = new SearchQueryParser(text, parameter);
        if (text.Length > MaxLength)
        {
            throw parser.Fault($"has {text.Length} characters; {MaxLength} are the most.");
        }

        var condition = parser.ReadAny(null);
        return parser._at == text.Length ? condition : throw parser.Fault("has a closing bracket too many.");
    }

    private SearchCondition ReadAny(SearchField? field)
    {
        var conditions = new List<SearchCondition> { ReadAll(field) };
        while (TakeWord("OR") || TakeWord("||"))
        {
            conditions.Add(ReadAll(field));
        }

        return conditions.Count == 1 ? conditions[0] : new SearchCondition.Any(conditions);
    }

    private SearchCondition ReadAll(SearchField? field)
    {
        var conditions = new List<SearchCondition> { ReadOne(field) };
        while (TakeWord("AND") || TakeWord("&&") || IsAtTerm())
        {
            conditions.Add(ReadOne(field));
        }

        return conditions.Count == 1 ? conditions[0] : new SearchCondition.All(conditions);
    }

    private SearchCondition ReadOne(SearchField? field)
    {
        SkipBlank();
        if (TakeWord("NOT") || TakeSign('-') || TakeSign('!'))
        {
            return new SearchCondition.Not(Deeper(() => ReadOne(field)));
        }

        TakeSign('+');
        switch (Peek())
        {
            case '(':
                return ReadBracket(field);
            case '"':
                return Has(field, ReadQuoted());
            case '[' or '{':
                throw Fault("has a range, which is not supported; search by words and sort by created or modified.");
            case '\0' or ')':
                throw Fault("ends where a word is expected, or has an empty bracket.");
            default:
                return ReadWord(field);
        }
    }

    private SearchCondition ReadBracket(SearchField? field)
    {
        _at++;
        var condition = Deeper(() => ReadAny(field));
        SkipBlank();
        return Peek() == ')' && _at++ >= 0 ? condition : throw Fault("has a bracket that is not closed.");
    }

    private SearchCondition ReadWord(SearchField? field)
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('(' or ')' or '"' or ':'))
        {
            _at++;
        }

        var word = _text[start.._at];
        if (Peek() != ':')
        {
            return Has(field, word);
        }

        if (field is not null || SearchField.Find(word) is not { } named)
        {
            throw Fault($"names the field '{Shorten(word)}'; known are {string.Join(", ", SearchField.Names)}. A text with a colon goes into quotation marks.");
        }

        _at++;
        SkipBlank();
        return Peek() is '-' or '+' or '!' ? throw Fault($"has a sign after '{word}:'; it goes before the field.") : Deeper(() => ReadOne(named));
    }

    private SearchCondition Has(SearchField? field, string text)
    {
        var term = new SearchTerm(text);
        return field is null && (term.IsEmpty || text == "*") ? SearchCondition.Everything // punctuation between words
            : term.IsEmpty && text != "*" ? throw Fault($"has no word after '{field!.Name}:'.")
            : new SearchCondition.Has(field, term);
    }

    private bool IsAtTerm()
    {
        SkipBlank();
        return _at < _text.Length && _text[_at] != ')' && !IsWord("OR") && !IsWord("||");
    }

    private string ReadQuoted()
    {
        var end = _text.IndexOf('"', _at + 1);
        var quoted = end < 0 ? throw Fault("has a quotation mark that is not closed.") : _text[(_at + 1)..end];
        _at = end + 1;
        return quoted;
    }

    private SearchCondition Deeper(Func<SearchCondition> read)
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"is nested deeper than {MaxDepth} levels.");
        }

        var condition = read();
        _depth--;
        return condition;
    }

    private bool TakeWord(string word)
    {
        SkipBlank();
        var isThere = IsWord(word);
        _at += isThere ? word.Length : 0;
        return isThere;
    }

    private bool IsWord(string word) =>
        string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0
        && (_at + word.Length == _text.Length || char.IsWhiteSpace(_text[_at + word.Length]) || _text[_at + word.Length] is '(' or '"');

    /// <summary>A sign counts only where a term follows at once: elsewhere it is punctuation.</summary>
    private bool TakeSign(char sign)
    {
        var isThere = Peek() == sign && _at + 1 < _text.Length && !char.IsWhiteSpace(_text[_at + 1]);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void SkipBlank()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private InvalidRequestException Fault(string message) => new(_parameter, message);

    private static string Shorten(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
