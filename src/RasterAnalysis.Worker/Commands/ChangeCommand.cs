using System.Text.Json.Nodes;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools.ChangeClasses;
using RasterAnalysis.Transitions;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>change</c>: the from-to raster of two class rasters, in this process.</summary>
internal static class ChangeCommand
{
    // of pairs of names
    private const int NameWidth = 40;

    private const string Help =
        """
        Makes a from-to raster of two classified rasters on one grid, in this process: no server, no database.

          RasterAnalysis.Worker change FROM TO -o OUTPUT [options]

          FROM, TO                    the earlier and the later raster: one band of whole numbers whose values have names

          -o, --output FILE           the from-to raster, a cloud-optimised GeoTIFF with a class for each pair that occurs
          --overwrite                 whether it may be there already
          --unchanged HOW             keep: pixels without a change keep their class, as where it is not given; merge: they are one class; leaveOut: they are NoData
          --from-confidence FILE      how sure the earlier classes are: a raster whose first band has per cent
          --to-confidence FILE        how sure the later classes are
          --minimum-confidence N      per cent: where one of the two is less sure there is NoData
          -q, --quiet                 says warnings and errors only
          -h, --help                  this text

        A table of the classes goes to the standard output.

        Ends with 0 when the result is there; 64 for a command line that cannot be read; 65 for a raster that cannot be used; 73 where the output cannot be written; 130 when it was stopped.
        """;

    /// <param name="arguments">What stands behind the verb.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments) => FileCommand.Run(
        arguments, Help, ["--output", "--unchanged", "--from-confidence", "--to-confidence", "--minimum-confidence"], ["--overwrite"], Options,
        (reader, options, console) =>
        {
            var output = Path.GetFullPath(reader.Value("--output")!);
            return ToolCommand.RunInto(output, reader.Has("--overwrite"), folder => Change(
                Raster("FROM", reader.Others[0], reader, "--from-confidence"), Raster("TO", reader.Others[1], reader, "--to-confidence"), output, options, folder, console));
        });

    private static ChangeOptions Options(CommandLineReader reader)
    {
        if (reader.Others.Count != 2)
        {
            reader.Refuse("FROM TO", "are two rasters, the earlier one first; name both.");
        }

        if (reader.Value("--output") is null)
        {
            reader.Refuse("--output", "is missing: name the file to write, for example -o change.tif.");
        }

        string[] sure = ["--from-confidence", "--to-confidence"];
        if (sure.Append("--minimum-confidence").Any(option => reader.Value(option) is not null))
        {
            foreach (var option in sure.Where(option => reader.Value(option) is null))
            {
                reader.Refuse(option, "is missing: both rasters need one, or none.");
            }
        }

        reader.ThrowIfFaulty();

        // by the reader of requests, so that both say the same
        return ChangeOptionsParser.ParseOptions(new JsonObject
        {
            [ChangeClassesTool.UnchangedParameter] = reader.Value("--unchanged"), [ChangeClassesTool.MinimumParameter] = reader.Value("--minimum-confidence"),
            [ChangeClassesTool.FromConfidenceParameter] = reader.Value("--from-confidence"),
        });
    }

    private static ChangeRaster Raster(string name, string path, CommandLineReader reader, string confidence) => new(
        name, ToolCommand.Existing(Path.GetFullPath(path)), IsTrusted: true, [],
        reader.Value(confidence) is { } file ? new ConfidenceRaster(confidence, ToolCommand.Existing(Path.GetFullPath(file)), IsTrusted: true) : null);

    private static void Change(ChangeRaster from, ChangeRaster to, string output, ChangeOptions options, string folder, ToolConsole console)
    {
        var target = Path.Combine(folder, Path.GetFileName(output));
        var metadata = new Dictionary<string, string>
        {
            ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
            ["RASTERANALYSIS_CHANGE_FROM"] = Path.GetFileNameWithoutExtension(from.Path),
            ["RASTERANALYSIS_CHANGE_TO"] = Path.GetFileNameWithoutExtension(to.Path),
        };
        var report = ClassChanging.Run(new InstanceRequest.ChangeClasses(from, to, options, metadata, target), console.Progress);
        var areas = ClassAreaReader.Measure(target, isTrusted: true, [.. report.Classes.Select(one => (one.Definition.Value, one.Definition.Name))]);
        console.Progress(1);
        ToolCommand.Publish(target, output);
        console.Finish(AreaLines.Of(areas, NameWidth), areas.Note, output);
    }
}
