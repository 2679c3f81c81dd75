using System.Globalization;

namespace RasterAnalysis.Features;

/// <summary>
/// Reads conditions as clients write them in <c>where</c>: fields of the table, numbers, texts in single quotation marks, comparisons, <c>AND OR NOT LIKE IN BETWEEN IS NULL UPPER LOWER</c> and
/// parentheses. Whatever else SQL has is refused, so that nothing of a stranger's words becomes a part of a statement.
/// </summary>
public sealed class FeatureExpressionParser
{
    private const int MostCharacters = 16_000;
    private const int MostConditions = 400;
    private const int Deepest = 40;

    private readonly IReadOnlyList<FeatureField> _fields;
    private readonly string _parameter;
    private readonly List<ExpressionToken> _tokens;
    private int _at;
    private int _conditions;
    private int _depth;

    private FeatureExpressionParser(string text, IReadOnlyList<FeatureField> fields, string parameter)
    {
        (_fields, _parameter) = (fields, parameter);
        _tokens = ExpressionToken.Read(text, Refuse);
    }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="fields">Fields of the table.</param>
    /// <param name="parameter">The parameter that it came in, for the error.</param>
    /// <exception cref="InvalidRequestException">It is none; the text says what is wrong, and where.</exception>
    public static FeatureExpression Parse(string text, IReadOnlyList<FeatureField> fields, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters)
        {
            throw new InvalidRequestException(parameter, $"has {text.Length} characters; {MostCharacters} are allowed.");
        }

        var parser = new FeatureExpressionParser(text, fields, parameter);
        var expression = parser.ReadOr();
        return parser.Next is { Kind: not ExpressionTokenKind.End } extra ? throw parser.Unexpected(extra, "AND, OR or the end") : expression;
    }

    private ExpressionToken Next => _tokens[_at];

    private FeatureExpression ReadOr()
    {
        if (++_depth > Deepest)
        {
            throw Refuse($"is nested more than {Deepest} deep.");
        }

        var terms = new List<FeatureExpression> { ReadAnd() };
        while (TakeWord("OR"))
        {
            terms.Add(ReadAnd());
        }

        _depth--;
        return terms.Count == 1 ? terms[0] : new FeatureExpression.Or(terms);
    }

    private FeatureExpression ReadAnd()
    {
        var terms = new List<FeatureExpression> { ReadNot() };
        while (TakeWord("AND"))
        {
            terms.Add(ReadNot());
        }

        return terms.Count == 1 ? terms[0] : new FeatureExpression.And(terms);
    }

    private FeatureExpression ReadNot()
    {
        var isNegated = false;
        while (TakeWord("NOT"))
        {
            isNegated = !isNegated;
        }

        FeatureExpression expression;
        if (TakeSign("("))
        {
            expression = ReadOr();
            ExpectSign(")");
        }
        else
        {
            expression = ReadCondition();
        }

        return isNegated ? new FeatureExpression.Not(expression) : expression;
    }

    private FeatureExpression ReadCondition()
    {
        if (++_conditions > MostConditions)
        {
            throw Refuse($"has more than {MostConditions} conditions.");
        }

        var left = ReadOperand();
        if (Next is { Kind: ExpressionTokenKind.Sign, Text: "=" or "<>" or "<" or "<=" or ">" or ">=" } sign)
        {
            _at++;
            return new FeatureExpression.Comparison(left, sign.Text, ReadOperand(like: left));
        }

        if (TakeWord("IS"))
        {
            var isNot = TakeWord("NOT");
            ExpectWord("NULL");
            return Negate(new FeatureExpression.IsNull(left), isNot);
        }

        var isNegated = TakeWord("NOT");
        return TakeWord("LIKE") ? Negate(ReadLike(left), isNegated)
            : TakeWord("IN") ? Negate(ReadIn(left), isNegated)
            : TakeWord("BETWEEN") ? Negate(ReadBetween(left), isNegated)
            : throw Unexpected(Next, "a comparison (=, <>, <, <=, >, >=), LIKE, IN, BETWEEN or IS NULL");
    }

    private FeatureExpression.Like ReadLike(FeatureOperand left)
    {
        if (!left.IsText)
        {
            throw Refuse("compares a number by LIKE, which is for texts.");
        }

        var pattern = ReadOperand(like: left);
        string? escape = null;
        if (TakeWord("ESCAPE"))
        {
            escape = Next is { Kind: ExpressionTokenKind.Text, Text.Length: 1 } one ? one.Text : throw Unexpected(Next, "one character in quotation marks");
            _at++;
        }

        return new FeatureExpression.Like(left, pattern, escape);
    }

    private FeatureExpression.In ReadIn(FeatureOperand left)
    {
        ExpectSign("(");
        var values = new List<FeatureOperand> { ReadOperand(like: left) };
        while (TakeSign(","))
        {
            values.Add(ReadOperand(like: left));
        }

        ExpectSign(")");
        return new FeatureExpression.In(left, values);
    }

    private FeatureExpression.Between ReadBetween(FeatureOperand left)
    {
        var low = ReadOperand(like: left);
        ExpectWord("AND");
        return new FeatureExpression.Between(left, low, ReadOperand(like: left));
    }

    private FeatureOperand ReadOperand(FeatureOperand like)
    {
        var operand = ReadOperand();
        return operand.IsText == like.IsText ? operand : throw Refuse($"compares a {(like.IsText ? "text" : "number")} with a {(operand.IsText ? "text" : "number")}; texts stand in single quotation marks, numbers in none.");
    }

    private FeatureOperand ReadOperand()
    {
        var token = Next;
        switch (token.Kind)
        {
            case ExpressionTokenKind.Text:
                _at++;
                return new FeatureOperand.Literal(token.Text);
            case ExpressionTokenKind.Number:
                _at++;
                return new FeatureOperand.Literal(NumberOf(token));
            case ExpressionTokenKind.Word when token.Is("UPPER") || token.Is("LOWER"):
                _at++;
                ExpectSign("(");
                var inner = ReadOperand();
                ExpectSign(")");
                return inner is FeatureOperand.Cased ? throw Refuse($"has {token.Text} of what is in one case already.")
                    : inner.IsText ? new FeatureOperand.Cased(inner, token.Is("UPPER"))
                    : throw Refuse($"has {token.Text} of a number, which is for texts.");
            case ExpressionTokenKind.Word or ExpressionTokenKind.Name when FieldOf(token) is { } field:
                _at++;
                return field;
            case ExpressionTokenKind.Word or ExpressionTokenKind.Name when !token.IsReserved:
                throw Refuse($"names '{token.Text}' at character {token.At + 1}, which is no field; there are {string.Join(", ", _fields.Select(field => field.Name).Prepend(FeatureTableDefinition.IdField))}.");
            default:
                throw Unexpected(token, "a field, a number or a text in single quotation marks");
        }
    }

    private FeatureOperand.Field? FieldOf(ExpressionToken token) =>
        token.Is(FeatureTableDefinition.IdField) ? new FeatureOperand.Field(FeatureTableDefinition.IdField, FeatureFieldType.Integer)
        : _fields.FirstOrDefault(field => token.Is(field.Name)) is { } found ? new FeatureOperand.Field(found.Name, found.Type)
        : null;

    private FeatureValue NumberOf(ExpressionToken token) =>
        long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw Refuse($"has '{token.Text}' at character {token.At + 1}, which is no number.");

    private static FeatureExpression Negate(FeatureExpression expression, bool isNegated) => isNegated ? new FeatureExpression.Not(expression) : expression;

    private bool TakeWord(string word) => Take(Next.Kind == ExpressionTokenKind.Word && Next.Is(word));

    private bool TakeSign(string sign) => Take(Next.Kind == ExpressionTokenKind.Sign && Next.Text == sign);

    private bool Take(bool isIt)
    {
        _at += isIt ? 1 : 0;
        return isIt;
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Unexpected(Next, word);
        }
    }

    private void ExpectSign(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Unexpected(Next, $"'{sign}'");
        }
    }

    private InvalidRequestException Unexpected(ExpressionToken token, string expected) =>
        Refuse(token.Kind == ExpressionTokenKind.End ? $"ends where {expected} is expected." : $"has '{token.Text}' at character {token.At + 1}, where {expected} is expected.");

    private InvalidRequestException Refuse(string message) => new(_parameter, message);
}
