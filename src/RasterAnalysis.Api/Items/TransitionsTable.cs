using System.Globalization;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Api.Items;

/// <summary>A matrix of transitions as comma-separated values (RFC 4180): a line for each class of the earlier raster, a column for each of the later one, and the totals.</summary>
internal sealed class TransitionsTable
{
    private const double SquareMetresOfHectare = 1e4;
    private const string Total = "Total";
    private static readonly string[] Units = ["hectares", "squareMetres", "pixels"];
    private readonly string _unit;

    private TransitionsTable(string unit) => _unit = unit;

    /// <summary>Tables in a unit.</summary>
    /// <exception cref="InvalidRequestException">There is no such unit.</exception>
    public static TransitionsTable In(string unit) => new(Units.FirstOrDefault(known => known.Equals(unit, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidRequestException("unit", $"is '{unit}'; it must be hectares, squareMetres or pixels."));

    /// <summary>The table, in UTF-8. Pairs that are no class of their own, and areas that are not known, are empty.</summary>
    public byte[] Write(TransitionMatrix matrix)
    {
        var header = matrix.Classes.To.Select(one => CsvTable.Words(one.Name)).Prepend($"From ({_unit})").Append(Total).ToArray();
        var rows = matrix.Cells.Zip(matrix.Classes.From, matrix.Rows).Select(row => (string[])[CsvTable.Words(row.Second.Name), .. row.First.Select(Cell), Cell(row.Third)]);
        string[] last = [Total, .. matrix.Columns.Select(sum => Cell(sum)), Cell(matrix.OfPairs)];
        return CsvTable.Write(rows.Prepend(header).Append(last));
    }

    private string Cell(TransitionArea? area) => _unit switch
    {
        "pixels" => Number(area?.Pixels),
        "squareMetres" => Number(area?.SquareMetres),
        _ => Number(area?.SquareMetres / SquareMetresOfHectare),
    };

    private static string Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
