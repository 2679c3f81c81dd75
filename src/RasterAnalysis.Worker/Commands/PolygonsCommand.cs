using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Gdal.Polygons;
using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.Polygons;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>polygons</c>: the polygons of a class raster, in this process.</summary>
internal static class PolygonsCommand
{
    private const string Help =
        """
        Makes polygons of the classes of a classified raster, in this process: no server, no database.

          RasterAnalysis.Worker polygons RASTER -o OUTPUT [options]

          RASTER                  a raster with one band of whole numbers whose values have names

          -o, --output FILE       the polygons, a GeoPackage
          --overwrite             whether it may be there already
          --minimum-area NUMBER   square metres; smaller polygons are left out
          --simplify PIXELS       by how much edges may be moved; not at all where it is not given
          --class NAME            a class, by its name or value, whose polygons are made; may be repeated; all where it is not given
          -q, --quiet             says warnings and errors only
          -h, --help              this text

        A table of the classes goes to the standard output.

        Ends with 0 when the result is there; 64 for a command line that cannot be read; 65 for a raster that cannot be used; 73 where the output cannot be written; 130 when it was stopped.
        """;

    /// <param name="arguments">What stands behind the verb.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments) => FileCommand.Run(
        arguments, Help, ["--output", "--minimum-area", "--simplify", "--class"], ["--overwrite"], Options,
        (reader, options, console) =>
        {
            var output = Path.GetFullPath(reader.Value("--output")!);
            return ToolCommand.RunInto(output, reader.Has("--overwrite"), folder => Trace(Path.GetFullPath(reader.Others[0]), output, options, folder, console));
        });

    private static PolygonOptions Options(CommandLineReader reader)
    {
        if (reader.Others.Count != 1)
        {
            reader.Refuse("RASTER", "is one raster; name it.");
        }

        if (reader.Value("--output") is null)
        {
            reader.Refuse("--output", "is missing: name the file to write, for example -o map.gpkg.");
        }

        reader.ThrowIfFaulty();

        // by the reader of requests, so that both say the same
        var classes = reader.Values("--class").Select(name => (JsonNode)name).ToArray();
        return PolygonOptionsParser.ParseOptions(new JsonObject
        {
            ["minimumArea"] = reader.Value("--minimum-area"), ["simplify"] = reader.Value("--simplify"), ["classes"] = classes.Length > 0 ? new JsonArray(classes) : null,
        });
    }

    private static void Trace(string raster, string output, PolygonOptions options, string folder, ToolConsole console)
    {
        var target = Path.Combine(folder, Path.GetFileName(output));
        var name = Path.GetFileNameWithoutExtension(raster);
        var member = new MosaicMember(name, ToolCommand.Existing(raster), IsTrusted: true);
        var report = ClassPolygonWriter.Write(target, "Polygons", [member], [.. FileCommand.ClassesOf(raster).Select(c => (c.Value, c.Name))], options, console.Progress);
        console.Progress(1);
        ToolCommand.Publish(target, output);
        console.Finish(
            report.Classes.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value,6}  {one.Name,-30}{one.Polygons,14} polygons")),
            report.LeftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $"{report.LeftOut:N0} polygons were left out. {report.Note}") : report.Note, output);
    }
}
