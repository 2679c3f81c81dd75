using System.Text;

namespace RasterAnalysis.Api.Requests;

/// <summary>Tables as comma-separated values (RFC 4180) in UTF-8.</summary>
internal static class CsvTable
{
    /// <summary>The table.</summary>
    /// <param name="rows">Its rows, the header the first of them.</param>
    public static byte[] Write(IEnumerable<string[]> rows) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => $"{string.Join(',', row.Select(Quoted))}\r\n")));

    /// <summary>A cell of a stranger's words: what a spreadsheet would take for a formula begins with an apostrophe, and does not run where the table is opened.</summary>
    public static string Words(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;

    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
