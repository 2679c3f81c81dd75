using System.Globalization;
using System.Text.RegularExpressions;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>
/// The part of SQL that clients of image services write as <c>where</c>: comparisons of fields, numbers and texts, <c>IN</c>, <c>LIKE</c>,
/// <c>IS [NOT] NULL</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c>, brackets.
/// </summary>
internal sealed partial class WhereClause
{
    private const int MaxLength = 10_000;
    private const int MaxDepth = 32;
    private readonly string _field;
    private readonly List<string> _words;
    private readonly Func<MosaicRaster, bool> _condition;
    private int _at;

    private WhereClause(string text, string field)
    {
        _field = field;
        if (text.Length > MaxLength)
        {
            throw Refuse($"has more than {MaxLength} characters");
        }

        _words = [.. Word().Matches(text).Select(match => match.Value)];
        if (_words.Sum(word => word.Length) != text.Count(c => !char.IsWhiteSpace(c)) + _words.Sum(word => word.Count(char.IsWhiteSpace)))
        {
            throw Refuse("holds a character that is no part of it");
        }

        _condition = Or(0);
        if (_at < _words.Count)
        {
            throw Refuse($"is not understood at '{_words[_at]}'");
        }
    }

    /// <summary>Reads a clause.</summary>
    /// <exception cref="InvalidRequestException">It is not understood; the text says where.</exception>
    public static WhereClause Parse(string text, string field) => new(text, field);

    /// <summary>Whether a raster meets it.</summary>
    public bool IsTrueFor(MosaicRaster raster) => _condition(raster);

    private Func<MosaicRaster, bool> Or(int depth)
    {
        var left = And(depth);
        while (Take("OR"))
        {
            var (first, second) = (left, And(depth));
            left = raster => first(raster) || second(raster);
        }

        return left;
    }

    private Func<MosaicRaster, bool> And(int depth)
    {
        var left = Not(depth);
        while (Take("AND"))
        {
            var (first, second) = (left, Not(depth));
            left = raster => first(raster) && second(raster);
        }

        return left;
    }

    private Func<MosaicRaster, bool> Not(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Refuse($"is nested more than {MaxDepth} deep");
        }

        if (Take("NOT"))
        {
            var inner = Not(depth + 1);
            return raster => !inner(raster);
        }

        if (Take("("))
        {
            var inner = Or(depth + 1);
            return Take(")") ? inner : throw Refuse("lacks a closing bracket");
        }

        return Comparison();
    }

    private Func<MosaicRaster, bool> Comparison()
    {
        var left = Operand();
        if (Take("IS"))
        {
            // no field here is ever empty
            var isNot = Take("NOT");
            return Take("NULL") ? _ => isNot : throw Refuse("must have NULL after IS");
        }

        var isNegated = Take("NOT");
        if (Take("LIKE"))
        {
            var literal = _at < _words.Count && _words[_at][0] == '\'' ? _words[_at++] : throw Refuse("must have a text in quotes after LIKE");
            var pattern = Pattern(literal[1..^1].Replace("''", "'", StringComparison.Ordinal));
            return raster => isNegated != pattern.IsMatch(Convert.ToString(left(raster), CultureInfo.InvariantCulture) ?? "");
        }

        if (Take("IN"))
        {
            var list = List();
            return raster => isNegated != list.Exists(value => Compare(left(raster), value(raster)) == 0);
        }

        var sign = _at < _words.Count && !isNegated ? _words[_at++] : throw Refuse("ends too early");
        Func<int?, bool> test = sign switch
        {
            "=" => order => order == 0,
            "<>" or "!=" => order => order != 0,
            "<" => order => order < 0,
            "<=" => order => order <= 0,
            ">" => order => order > 0,
            ">=" => order => order >= 0,
            _ => throw Refuse($"must have a comparison in place of '{sign}'"),
        };
        var right = Operand();
        return raster => test(Compare(left(raster), right(raster)));
    }

    private List<Func<MosaicRaster, object>> List()
    {
        if (!Take("("))
        {
            throw Refuse("must have a list in brackets after IN");
        }

        var list = new List<Func<MosaicRaster, object>> { Operand() };
        while (Take(","))
        {
            list.Add(Operand());
        }

        return Take(")") ? list : throw Refuse("lacks a closing bracket");
    }

    private Func<MosaicRaster, object> Operand()
    {
        var word = _at < _words.Count ? _words[_at++] : throw Refuse("ends too early");
        if (word[0] == '\'')
        {
            var text = word[1..^1].Replace("''", "'", StringComparison.Ordinal);
            return _ => text;
        }

        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return _ => number;
        }

        var name = CatalogFields.Find(word.Trim('"'))
            ?? throw Refuse($"names '{word}', which is no field; there are {string.Join(", ", CatalogFields.Names)}");
        return raster => CatalogFields.Value(raster, name);
    }

    // % is any text, _ any character; the pattern is matched without backtracking, whatever it holds
    private static Regex Pattern(string text)
    {
        var pattern = string.Concat(text.Select(c => c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) }));
        return new Regex($"\\A{pattern}\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }

    // null where a number meets a text that is none
    private static int? Compare(object left, object right) => (left as double?, right as double?) switch
    {
        ({ } a, { } b) => a.CompareTo(b),
        _ when left is string a && right is string b => string.CompareOrdinal(a, b),
        _ => null,
    };

    private bool Take(string word)
    {
        if (_at < _words.Count && _words[_at].Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }

        return false;
    }

    private InvalidRequestException Refuse(string what) => new(_field, $"{what}; write for example OBJECTID IN (1,2) AND Name LIKE 'a%'.");

    [GeneratedRegex("""'(?:[^']|'')*'|"[A-Za-z_][A-Za-z0-9_.]*"|[A-Za-z_][A-Za-z0-9_.]*|-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|<>|!=|<=|>=|[=<>(),]""")]
    private static partial Regex Word();
}
