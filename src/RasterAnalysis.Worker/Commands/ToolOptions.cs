using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Worker.Commands;

/// <summary>What a command line says that runs a tool.</summary>
/// <param name="Rasters">Full paths of the rasters; several are a mosaic, the first on top.</param>
/// <param name="Model">Full path of the package.</param>
/// <param name="Output">Full path of the result.</param>
/// <param name="Request">Arguments and environment, as a job's request has them.</param>
internal sealed record ToolOptions(IReadOnlyList<string> Rasters, string Model, string Output, RasterModelRequest Request)
{
    /// <summary>Whether <see cref="Output"/> may be there already.</summary>
    public bool Overwrites { get; private init; }

    /// <summary>Whether only warnings and errors are said.</summary>
    public bool IsQuiet { get; private init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">What stands behind its verb.</param>
    /// <exception cref="InvalidRequestException">It cannot be read; names every fault.</exception>
    public static ToolOptions Parse(ICommandTool tool, IReadOnlyList<string> arguments)
    {
        var reader = new CommandLineReader(
            arguments, valued: ["--output", "--arg", "--extent", "--extent-sr", "--cell-size", "--out-sr", "--resampling", "--processor", .. tool.ValuedOptions.Keys],
            flags: ["--overwrite", "--quiet", .. tool.Flags.Keys], aliases: new Dictionary<string, string> { ["-o"] = "--output", ["-q"] = "--quiet" });
        if (reader.Others.Count < 2)
        {
            reader.Refuse("RASTER MODEL", "are missing: name one raster or more, and the model behind them.");
        }

        if (reader.Value("--output") is null)
        {
            reader.Refuse("--output", $"is missing: name the file to write, for example -o {tool.ExampleOutput}.");
        }

        var context = new JsonObject();
        void Set(string key, JsonNode? value) => _ = value is null ? null : context[key] = value;
        Set("extent", ExtentOf(reader));
        Set("cellSize", reader.Value("--cell-size"));
        Set("outSR", SpatialReference(reader, "--out-sr"));
        Set("resamplingMethod", reader.Value("--resampling"));
        Set("processorType", reader.Value("--processor"));
        var modelArguments = new JsonObject();
        foreach (var text in reader.Values("--arg"))
        {
            var (name, value) = (text.Split('=')[0].Trim(), text.Contains('=', StringComparison.Ordinal) ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] : null);
            if (name.Length == 0 || value is null)
            {
                reader.Refuse("--arg", $"'{text}' must be NAME=VALUE, for example padding=56.");
                continue;
            }

            modelArguments[name] = value;
        }

        reader.ThrowIfFaulty();

        // by the reader of requests, so that both say the same; the inputs are the files of the command line, for which these names stand
        var parameters = new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["itemId"] = new string('0', 32) },
            ["model"] = new JsonObject { ["itemId"] = new string('0', 32) },
            ["modelArguments"] = modelArguments,
            ["context"] = context,
        };
        foreach (var (option, parameter) in tool.ValuedOptions)
        {
            parameters[parameter] = reader.Value(option);
        }

        foreach (var (option, parameter) in tool.Flags)
        {
            parameters[parameter] = reader.Has(option);
        }

        var request = tool.Parse(parameters);
        return new ToolOptions(
            [.. reader.Others.Take(reader.Others.Count - 1).Select(Path.GetFullPath)], Path.GetFullPath(reader.Others[^1]), Path.GetFullPath(reader.Value("--output")!), request)
        {
            Overwrites = reader.Has("--overwrite"),
            IsQuiet = reader.Has("--quiet"),
        };
    }

    private static JsonObject? ExtentOf(CommandLineReader reader)
    {
        if (reader.Value("--extent") is not { } text)
        {
            return null;
        }

        var numbers = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        if (numbers.Length != 4 || !numbers.All(double.IsFinite))
        {
            reader.Refuse("--extent", $"'{text}' must be four numbers: xmin,ymin,xmax,ymax.");
            return null;
        }

        var extent = new JsonObject { ["xmin"] = numbers[0], ["ymin"] = numbers[1], ["xmax"] = numbers[2], ["ymax"] = numbers[3] };
        if (SpatialReference(reader, "--extent-sr") is { } system)
        {
            extent["spatialReference"] = system;
        }

        return extent;
    }

    private static JsonObject? SpatialReference(CommandLineReader reader, string name)
    {
        if (reader.Value(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var wkid))
        {
            return new JsonObject { ["wkid"] = wkid };
        }

        reader.Refuse(name, $"'{text}' must be the number of a coordinate system, for example 4326.");
        return null;
    }
}
