using System.Globalization;
using System.Text;

namespace RasterAnalysis.Models;

/// <summary>Names as MLM's schema and the classification extension allow them.</summary>
internal static class MlmName
{
    /// <summary><c>mlm:name</c>: a letter, then letters, digits, <c>_ . -</c> and blanks, a letter or digit last.</summary>
    public static string Of(string name)
    {
        var plain = Plain(name, "_.- ").Trim('_', '.', '-', ' ');
        plain = plain.Length == 0 || !char.IsAsciiLetter(plain[0]) ? $"model {plain}".TrimEnd() : plain;
        return plain.Length >= 3 ? plain : $"model {plain}";
    }

    /// <summary><c>mlm:framework</c>: no blank and none of <c>_ . -</c> at either end.</summary>
    public static string Framework(string name) => name.Trim().Trim('_', '.', '-', ' ') is { Length: >= 2 } plain && !plain.Any(char.IsControl) ? plain : "ONNX";

    /// <summary>Name of a class: letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static string OfClass(ClassDefinition found) =>
        Plain(found.Name, "_-").Trim('_') is { Length: > 0 } plain ? plain : string.Create(CultureInfo.InvariantCulture, $"class_{found.Value}");

    /// <summary>Letters without their accents; what is no letter then becomes <c>_</c>.</summary>
    private static string Plain(string name, string others) => new([.. name.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        .Select(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal) ? c : '_')]);
}
