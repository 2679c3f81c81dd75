using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Commands;

/// <summary>What the command line of <c>classify</c> says.</summary>
/// <param name="Rasters">Full paths of the rasters; several are a mosaic, the first on top.</param>
/// <param name="Model">Full path of the package.</param>
/// <param name="Output">Full path of the result.</param>
/// <param name="Request">Arguments and environment, as a job's request has them.</param>
internal sealed record ClassifyOptions(IReadOnlyList<string> Rasters, string Model, string Output, ClassifyPixelsRequest Request)
{
    /// <summary>The help.</summary>
    public const string Help =
        """
        Classifies the pixels of a raster by a deep learning model, in this process: no server, no database.

          RasterAnalysis.Worker classify RASTER… MODEL -o OUTPUT.tif [options]

          RASTER                  a raster that GDAL opens; several are classified as one mosaic, the first lies on top
          MODEL                   a .dlpk, or another package that the service takes: .zip, .emd, .onnx, .ecd

          -o, --output FILE       the classified raster, a cloud-optimised GeoTIFF with the classes' names and colours
          --overwrite             whether it may be there already
          --arg NAME=VALUE        a model argument, for example padding=56; may be repeated
          --extent X,Y,X,Y        the area: xmin,ymin,xmax,ymax in the output's coordinate system, or in --extent-sr
          --extent-sr WKID        coordinate system of the extent, for example 4326
          --cell-size NUMBER      cell size of the output, in units of its coordinate system
          --out-sr WKID           coordinate system of the output; the raster's own where it is not given
          --resampling METHOD     NEAREST, BILINEAR or CUBIC, where the raster is brought onto another grid
          --processor CPU|GPU     where the network runs
          -q, --quiet             says warnings and errors only
          -h, --help              this text

        Messages go to the standard error, with a progress bar where that is a terminal; a table of the classes goes to the standard output.
        Settings are those of the service (RasterAnalysis__OnnxRuntime__…, RasterAnalysis__PythonFunctions__…, RasterAnalysis__Gdal__…).

        Ends with 0 when the raster is there; 64 for a command line that cannot be read; 65 for a raster or model that cannot be used; 70 where a run fails; 73 where the
        output cannot be written; 130 when it was stopped.
        """;

    /// <summary>Whether <see cref="Output"/> may be there already.</summary>
    public bool Overwrites { get; private init; }

    /// <summary>Whether only warnings and errors are said.</summary>
    public bool IsQuiet { get; private init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">What stands behind <c>classify</c>.</param>
    /// <exception cref="InvalidRequestException">It cannot be read; names every fault.</exception>
    public static ClassifyOptions Parse(IReadOnlyList<string> arguments)
    {
        var reader = new CommandLineReader(arguments, valued: ["--output", "--arg", "--extent", "--extent-sr", "--cell-size", "--out-sr", "--resampling", "--processor"],
            flags: ["--overwrite", "--quiet"], aliases: new Dictionary<string, string> { ["-o"] = "--output", ["-q"] = "--quiet" });
        if (reader.Others.Count < 2)
        {
            reader.Refuse("RASTER MODEL", "are missing: name one raster or more, and the model behind them.");
        }

        if (reader.Value("--output") is null)
        {
            reader.Refuse("--output", "is missing: name the file to write, for example -o map.tif.");
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
        return new ClassifyOptions(
            [.. reader.Others.Take(reader.Others.Count - 1).Select(Path.GetFullPath)], Path.GetFullPath(reader.Others[^1]), Path.GetFullPath(reader.Value("--output")!),
            RequestOf(modelArguments, context))
        {
            Overwrites = reader.Has("--overwrite"),
            IsQuiet = reader.Has("--quiet"),
        };
    }

    /// <summary>By the reader of requests, so that both say the same. The inputs are the files of the command line, for which these names stand.</summary>
    private static ClassifyPixelsRequest RequestOf(JsonObject modelArguments, JsonObject context) => ClassifyPixelsRequestParser.Parse(new JsonObject
    {
        ["inputRaster"] = new JsonObject { ["itemId"] = new string('0', 32) },
        ["model"] = new JsonObject { ["itemId"] = new string('0', 32) },
        ["modelArguments"] = modelArguments,
        ["context"] = context,
    });

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
