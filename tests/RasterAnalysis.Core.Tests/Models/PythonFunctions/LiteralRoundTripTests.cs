using System.Globalization;
using System.Text;
using CsCheck;
using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Core.Tests.Models.PythonFunctions;

/// <summary>Whatever literals a function lists, in whatever spelling Python allows, they are read back.</summary>
public sealed class LiteralRoundTripTests
{
    private static readonly string[] Blanks = ["", " ", "\n", "\t", "  # a comment ' \" ] }\n", " \\\n", "\r\n    "];
    private static readonly Gen<string> Content = Gen.Char["abc xyzÀ'\"\\{}[](),:#\t\u2211\u0001"].Array[0, 12].Select(chars => new string(chars));
    private static readonly Gen<int> Style = Gen.Int[0, 1_000_000];

    private static readonly Gen<(string Written, string? Read)> Value = Gen.OneOf(
        Gen.Select(Content, Style, (content, style) => (Quote(content, style), NullIfBlank(content))),
        Gen.Select(Content, Content, Style, (a, b, style) => (Quote(a, style) + Blanks[style % Blanks.Length] + " " + Quote(b, style / 7), NullIfBlank(a + b))),
        Gen.Select(Content, Content, Style, (a, b, style) => ($"({Quote(a, style)} + {Quote(b, style / 3)})", NullIfBlank(a + b))),
        Gen.Long.Select(number => (number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_'), (string?)number.ToString(CultureInfo.InvariantCulture))),
        Gen.Int[0, int.MaxValue].Select(number => ($"0x{number:X}", (string?)number.ToString(CultureInfo.InvariantCulture))),
        Gen.Double[-1e9, 1e9].Select(number => (number.ToString("E16", CultureInfo.InvariantCulture), (string?)double.Parse(
            number.ToString("E16", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture))),
        Gen.Bool.Select(value => (value ? "True" : "False", (string?)(value ? "True" : "False"))),
        Gen.Const<(string, string?)>(("None", null)));

    private static readonly Gen<(string Name, (string Written, string? Read) Value, (string Written, string? Read)[] Domain, bool Required, int Style)> Entry =
        Gen.Select(Gen.Int[0, 1_000_000], Value, Value.Array[0, 3], Gen.Bool, Style, (number, value, domain, required, style) => ($"n{number}", value, domain, required, style));

    [Fact]
    public void Entries_of_any_literals_come_back() => Entry.Array[0, 6].Sample(
        entries =>
        {
            var distinct = entries.DistinctBy(entry => entry.Name).ToArray();
            var function = PythonFunctionReader.Read(File(distinct), "F.py");
            Assert.Empty(function.Warnings);
            Assert.Equal(
                distinct.Select(entry => $"{entry.Name}|{entry.Value.Read ?? "none"}|{entry.Required}"),
                function.Arguments.Select(argument => $"{argument.Name}|{argument.Value ?? "none"}|{argument.IsRequired}"));
            Assert.Equal(
                distinct.Select(entry => string.Join('|', entry.Domain.Where(value => value.Written != "None").Select(value => value.Read))),
                function.Arguments.Select(argument => string.Join('|', argument.Domain.Select(NullIfBlank))));
        },
        iter: 2000);

    /// <summary>The list in one of the ways in which functions build it.</summary>
    private static string File((string Name, (string Written, string? Read) Value, (string Written, string? Read)[] Domain, bool Required, int Style)[] entries)
    {
        var text = new StringBuilder("class F:\n    def getParameterInfo(self):\n        p = []\n");
        foreach (var entry in entries)
        {
            var blank = Blanks[entry.Style / 11 % Blanks.Length];

            // a domain of texts only: None is no value to choose
            var domain = string.Concat(entry.Domain.Where(value => value.Written != "None").Select(value => $"{value.Written},{blank}"));
            var map = entry.Style % 2 == 0
                ? $"{{{blank}'name'{blank}: {Quote(entry.Name, entry.Style / 5)}, 'value': {entry.Value.Written},{blank} \"required\":{entry.Required}, 'domain': [{domain}]}}"
                : $"dict(name={Quote(entry.Name, entry.Style / 5)},{blank} value=({entry.Value.Written}), required={entry.Required}, domain=({domain}))";
            text.Append(CultureInfo.InvariantCulture, $"        {Add(map, entry.Style / 13)}\n");
        }

        return text.Append("        return p\n").ToString();
    }

    private static string Add(string map, int style) => (style % 5) switch
    {
        0 => $"p.append({map})",
        1 => $"p += [{map}]",
        2 => $"p.extend(({map},))",
        3 => $"e = {map}; p = p + [e]",
        _ => $"if self.json_info['x'] > 3: p.append({map})",
    };

    private static string? NullIfBlank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A text in one of Python's spellings.</summary>
    private static string Quote(string content, int style)
    {
        var quote = style % 4 == 0 ? "'" : style % 4 == 1 ? "\"" : style % 4 == 2 ? "'''" : "\"\"\"";
        var text = new StringBuilder(style % 8 == 5 ? "u" : "").Append(quote);
        foreach (var c in content)
        {
            text.Append(c switch
            {
                '\\' => "\\\\",
                '\'' or '"' => $"\\{c}",
                '\t' when style % 3 == 0 => "\\t",
                > '\u00ff' when style % 3 == 1 => $"\\u{(int)c:x4}",
                < ' ' when c != '\t' => $"\\x{(int)c:x2}",
                'a' when style % 3 == 2 => "\\141",
                _ => c.ToString(),
            });
        }

        return text.Append(quote).ToString();
    }
}
