using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>A line of a function's process. Whatever stands in it is hostile.</summary>
internal sealed record FunctionReply
{
    private const int LargestSide = 16384;
    private const int MostParameters = 100;

    /// <summary>What went wrong; null for nothing.</summary>
    public string? Error { get; init; }

    /// <summary>Argument of the user that is at fault.</summary>
    public string? Argument { get; init; }

    /// <summary>File of the package in which it went wrong.</summary>
    public string? File { get; init; }

    /// <summary>Line of that file, from 1.</summary>
    public int? Line { get; init; }

    public IReadOnlyList<Parameter>? Parameters { get; init; }

    public IReadOnlyList<string>? Unknown { get; init; }

    public IReadOnlyList<JsonElement>? ExtractBands { get; init; }

    public long Padding { get; init; }

    public long? Tx { get; init; }

    public long? Ty { get; init; }

    public IReadOnlyList<double>? DataRange { get; init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidDataException">It is no reply.</exception>
    public static FunctionReply Read(string line)
    {
        try
        {
            return PlanJson.Read<FunctionReply>(line);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("Its answer cannot be read.", exception);
        }
    }

    /// <summary>What the function says of itself, looked through.</summary>
    /// <param name="call">How the function was called, for what it leaves out.</param>
    /// <exception cref="InvalidDataException">Something in it cannot be; the text says what.</exception>
    public FunctionConfiguration Configuration(RasterFunctionCall call)
    {
        var padding = Within("padding", Padding, 0);
        int Side(string name, long? given, int? image) => Within(name, given ?? (image - (2 * padding) is > 0 and var side ? side : 256), 1);
        var columns = Side("tx", Tx ?? Ty, call.ImageWidth);
        return new FunctionConfiguration(
            [.. (Parameters ?? []).Take(MostParameters).Select(Read)], [.. (Unknown ?? []).Take(MostParameters)], [.. (ExtractBands ?? []).Select(Band)], padding, columns,
            Side("ty", Ty ?? Tx, call.ImageHeight), Range());
    }

    /// <summary>The fault in a sentence, with the place in the package.</summary>
    public string Fault(string function)
    {
        var place = Line is { } line && File is { } file ? $" (line {line}{(file == function ? "" : $" of {Short(file)}")})" : "";
        return $"The Python raster function '{function}' failed{place}: {Short(Error ?? "", 2000).TrimEnd('.')}.";
    }

    private static int Within(string name, long value, int least) => value >= least && value <= LargestSide
        ? (int)value : throw new InvalidDataException($"its getConfiguration gives {name} {value}; it must be a whole number from {least} to {LargestSide}");

    private static BandSelector Band(JsonElement value) => value switch
    {
        { ValueKind: JsonValueKind.String } => new BandSelector(null, Short(value.GetString()!)),
        { ValueKind: JsonValueKind.Number } when value.TryGetInt32(out var index) && index >= 0 => new BandSelector(index, null),
        _ => throw new InvalidDataException($"its getConfiguration gives extractBands with {Short(value.GetRawText())}; they are indexes from 0, or names"),
    };

    private ValueRange? Range() => DataRange switch
    {
        null => null,
        [var low, var high] when double.IsFinite(low) && double.IsFinite(high) && low < high => new ValueRange(low, high),
        _ => throw new InvalidDataException("its getConfiguration gives a dataRange that is no pair of numbers, the lower first"),
    };

    private static FunctionArgument Read(Parameter parameter) => new(
        Short(parameter.Name ?? ""), Word(parameter), Short(parameter.Value ?? "", 1000), parameter.Required, Short(parameter.DisplayName ?? ""), Short(parameter.Description ?? "", 1000),
        [.. (parameter.Domain ?? []).Select(value => Short(value))]);

    /// <summary>The three words of <see cref="FunctionArgument.DataType"/>; newer functions write ArcGIS's (<c>GPLong</c>).</summary>
    private static string Word(Parameter parameter) => parameter.DataType?.ToUpperInvariant() switch
    {
        "NUMERIC" or "GPLONG" or "GPDOUBLE" or "LONG" or "DOUBLE" => "numeric",
        "BOOLEAN" or "GPBOOLEAN" => "boolean",
        _ when parameter.Domain is { Count: 2 } two && two.All(value => bool.TryParse(value, out _)) => "boolean",
        _ => "string",
    };

    private static string Short(string text, int most = 200) => text.Length <= most ? text : text[..most] + "…";

    public sealed record Parameter(string? Name, string? DataType, string? Value, bool Required, string? DisplayName, string? Description, IReadOnlyList<string>? Domain);
}
