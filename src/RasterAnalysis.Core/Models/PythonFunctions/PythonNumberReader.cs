using System.Globalization;
using System.Numerics;

namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>Reads a number of a Python file.</summary>
internal static class PythonNumberReader
{
    // no default of a raster function has more digits, and turning many into decimals takes time that grows with their square
    private const int MaxDigits = 64;

    /// <summary>Reads the number at a position and moves behind it.</summary>
    public static PythonToken Read(string text, ref int position, int line)
    {
        var start = position;
        var isBased = text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O';
        while (position < text.Length
            && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '.'
                || (text[position] is '+' or '-' && !isBased && text[position - 1] is 'e' or 'E')))
        {
            position++;
        }

        var written = text[start..position].Replace("_", "", StringComparison.Ordinal);
        return Value(written, isBased) is { } value
            ? new PythonToken(PythonTokenKind.Number, value, line)
            : new PythonToken(PythonTokenKind.Opaque, written.Length <= MaxDigits ? written : written[..MaxDigits], line);
    }

    private static string? Value(string written, bool isBased)
    {
        if (written.Length > MaxDigits)
        {
            return null;
        }

        if (isBased)
        {
            return Based(written[2..], char.ToLowerInvariant(written[1]) switch { 'x' => 16, 'o' => 8, _ => 2 });
        }

        if (written.All(char.IsAsciiDigit))
        {
            return BigInteger.Parse(written, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Based(string digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.Length > 0 ? value.ToString(CultureInfo.InvariantCulture) : null;
    }
}
