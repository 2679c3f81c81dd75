using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Json;

/// <summary>
/// Reads JSON as model packages and ArcGIS clients write it: comments, trailing commas, single quotes, unquoted keys, bare
/// <c>NaN</c> and <c>Infinity</c> (read as texts, so that they are no numbers and not missing either), Python's <c>True</c>, <c>False</c> and <c>None</c>. What cannot be read unambiguously, a missing
/// comma for instance, is an error with its line and column, never a guess.
/// </summary>
public static class LenientJson
{
    private const int MaxDepth = 64;
    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses a text.</summary>
    /// <returns>The node; null for the JSON value <c>null</c>.</returns>
    /// <exception cref="FormatException">The text is not JSON even leniently; the message names line and column, both from 1.</exception>
    public static JsonNode? Parse(string text)
    {
        var strict = new Normalizer(text).Run();
        try
        {
            return JsonNode.Parse(strict, NodeOptions, DocumentOptions);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Rewrites lenient JSON as strict JSON in one pass.</summary>
    private sealed class Normalizer(string text)
    {
        private readonly StringBuilder _output = new(text.Length + 16);
        private int _position;

        public string Run()
        {
            SkipBlank();
            Value(0);
            SkipBlank();
            return _position == text.Length ? _output.ToString() : throw Error("there is something after the end of the document");
        }

        private void Value(int depth)
        {
            if (depth > MaxDepth)
            {
                throw Error($"it is nested more than {MaxDepth} deep");
            }

            switch (Peek())
            {
                case '{':
                    Object(depth);
                    break;
                case '[':
                    Array(depth);
                    break;
                case '"' or '\'':
                    String();
                    break;
                default:
                    Bare();
                    break;
            }
        }

        private void Object(int depth)
        {
            Take('{');
            _output.Append('{');
            for (var first = true; ; first = false)
            {
                SkipBlank();
                if (Peek() == '}')
                {
                    break;
                }

                if (!first)
                {
                    _output.Append(',');
                }

                Key();
                SkipBlank();
                Take(':');
                _output.Append(':');
                SkipBlank();
                Value(depth + 1);
                SkipBlank();
                if (!TakeComma('}'))
                {
                    break;
                }
            }

            Take('}');
            _output.Append('}');
        }

        private void Array(int depth)
        {
            Take('[');
            _output.Append('[');
            for (var first = true; ; first = false)
            {
                SkipBlank();
                if (Peek() == ']')
                {
                    break;
                }

                if (!first)
                {
                    _output.Append(',');
                }

                Value(depth + 1);
                SkipBlank();
                if (!TakeComma(']'))
                {
                    break;
                }
            }

            Take(']');
            _output.Append(']');
        }

        private void Key()
        {
            if (Peek() is '"' or '\'')
            {
                String();
                return;
            }

            var start = _position;
            while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '_' or '$' or '.' or '-'))
            {
                _position++;
            }

            if (_position == start)
            {
                throw Error("a key is expected");
            }

            AppendString(text[start.._position]);
        }

        private void String()
        {
            var quote = text[_position++];
            var content = new StringBuilder();
            while (true)
            {
                var c = _position < text.Length ? text[_position++] : throw Error("a text has no closing quote");
                if (c == quote)
                {
                    break;
                }

                content.Append(c == '\\' ? Escape() : c);
            }

            AppendString(content.ToString());
        }

        private char Escape()
        {
            var c = _position < text.Length ? text[_position++] : throw Error("a text ends in a backslash");
            switch (c)
            {
                case 'n': return '\n';
                case 't': return '\t';
                case 'r': return '\r';
                case 'b': return '\b';
                case 'f': return '\f';
                case '"' or '\'' or '\\' or '/': return c;
                case 'u' when _position + 4 <= text.Length
                    && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    _position += 4;
                    return (char)code;
                default: throw Error($"'\\{c}' is no escape; write '\\\\' for a backslash");
            }
        }

        private void Bare()
        {
            var start = _position;
            while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '+' or '-' or '.' or '_'))
            {
                _position++;
            }

            var word = text[start.._position];
            _output.Append(word switch
            {
                "true" or "True" => "true",
                "false" or "False" => "false",
                "null" or "None" or "undefined" => "null",
                "NaN" or "nan" or "Infinity" or "-Infinity" or "+Infinity" or "inf" or "-inf" => $"\"{word}\"",
                _ => Number(word, start),
            });
        }

        private string Number(string word, int start)
        {
            if (word.Length > 0 && word.Length < 400 && word.Any(char.IsAsciiDigit)
                && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                    ? integer.ToString(CultureInfo.InvariantCulture)
                    : number.ToString("R", CultureInfo.InvariantCulture);
            }

            _position = start;
            throw Error(word.Length == 0 ? "a value is expected" : $"'{Shorten(word)}' is no value; a text needs quotes");
        }

        private void AppendString(string content) => _output.Append(JsonValue.Create(content).ToJsonString());

        private bool TakeComma(char end)
        {
            if (Peek() == ',')
            {
                _position++;
                return true;
            }

            return Peek() == end ? false : throw Error($"a comma or '{end}' is expected");
        }

        private char Peek() => _position < text.Length ? text[_position] : '\0';

        private void Take(char expected)
        {
            if (Peek() != expected)
            {
                throw Error($"'{expected}' is expected");
            }

            _position++;
        }

        private void SkipBlank()
        {
            while (_position < text.Length)
            {
                var c = text[_position];
                if (char.IsWhiteSpace(c) || c == '\uFEFF')
                {
                    _position++;
                }
                else if (c == '/' && _position + 1 < text.Length && text[_position + 1] == '/')
                {
                    var end = text.IndexOf('\n', _position);
                    _position = end < 0 ? text.Length : end + 1;
                }
                else if (c == '/' && _position + 1 < text.Length && text[_position + 1] == '*')
                {
                    var end = text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
                    _position = end < 0 ? throw Error("a comment has no end") : end + 2;
                }
                else
                {
                    break;
                }
            }
        }

        private FormatException Error(string what)
        {
            var before = text.AsSpan(0, Math.Min(_position, text.Length));
            var line = before.Count('\n') + 1;
            var column = before.Length - before.LastIndexOf('\n');
            return new FormatException($"This is not JSON: {what}, at line {line}, column {column}.");
        }

        private static string Shorten(string word) => word.Length <= 40 ? word : word[..40] + "…";
    }
}
