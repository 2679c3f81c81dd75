using RasterAnalysis.Accuracy;
using RasterAnalysis.Gdal.Accuracy;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>accuracy</c>: how right a class raster is, in this process.</summary>
internal static class AccuracyCommand
{
    // matrices have the square of it, as the service has it
    private const int MostClasses = 500;
    private const string Help =
        """
        Compares a classified raster with points or a raster of which somebody knows the classes, in this process: no server, no database.

          RasterAnalysis.Worker accuracy MAP REFERENCE [options]

          MAP                     a raster with one band of whole numbers whose values have names
          REFERENCE               points of known class as GeoJSON or CSV, or a raster of classes

          --field NAME            property or column with the class of a point; else the first of reference, class, classValue and label that is there
          --crs CRS               coordinate system of the points, for example EPSG:32633; else what the file says
          --match name|value      for a raster: whether the names of its classes count (name, where it names some) or its values
          --kappa                 has kappa computed too
          -q, --quiet             says warnings and errors only, beside the tables
          -h, --help              this text

        The confusion matrix, accuracies and error-adjusted areas, with 95 % intervals, go to the standard output.

        Ends with 0 when they are there; 64 for a command line that cannot be read; 65 for a raster or a reference that cannot be used.
        """;

    /// <param name="arguments">What stands behind the verb.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments) => FileCommand.Run(arguments, Help, ["--field", "--crs", "--match"], ["--kappa"], Options, (reader, isByValue, console) =>
    {
        try
        {
            Compare(reader, isByValue, console);
            return 0;
        }
        catch (RasterAnalysisException exception)
        {
            return ToolCommand.Fail(ToolCommand.Data, exception);
        }
    });

    /// <returns>Whether values are compared, rather than names.</returns>
    private static bool Options(CommandLineReader reader)
    {
        if (reader.Others.Count != 2)
        {
            reader.Refuse("MAP REFERENCE", "are a raster and a file to compare it with; name both, for example: accuracy map.tif points.geojson.");
        }

        if (reader.Value("--match") is not (null or "name" or "value"))
        {
            reader.Refuse("--match", "must be name or value.");
        }

        reader.ThrowIfFaulty();
        return reader.Value("--match") == "value";
    }

    private static void Compare(CommandLineReader reader, bool isByValue, ToolConsole console)
    {
        var map = ToolCommand.Existing(Path.GetFullPath(reader.Others[0]));
        var reference = new AccuracyReference(
            ToolCommand.Existing(Path.GetFullPath(reader.Others[1])), Path.GetFileName(reader.Others[1]), reader.Value("--field"), reader.Value("--crs"), isByValue);
        var measured = ClassAreaReader.Measure(map, isTrusted: true, [.. FileCommand.ClassesOf(map).Select(c => (c.Value, c.Name))], share => console.Progress(share / 2));
        if (measured.Classes.Count > MostClasses)
        {
            throw new RasterAccessException($"'{map}' has {measured.Classes.Count} classes; accuracy is of rasters with at most {MostClasses}.");
        }

        (long Value, string Name)[] named = [.. measured.Classes.Select(c => (c.Value, c.Name))];
        MapClass[] classes = [.. measured.Classes.Select(c => new MapClass(c.Value, c.Name, c.SquareMetres ?? c.Pixels))];
        var isKnown = measured.SquareMetres is not null;
        AccuracyAssessment assessment;
        ReferenceCounts counts;
        if (ReferenceFile.ReadPoints(reference, new ReferenceClasses(named)) is { } points)
        {
            var found = PointClassReader.Read(map, isTrusted: true, points.X, points.Y, points.Reference);
            (assessment, counts) = AccuracyComparison.OfPoints(classes, points, [found], reference.Name, reader.Has("--kappa"));
        }
        else
        {
            var pairs = ClassCensus.Count(map, isTrusted: true, reference.Path, named, reference.IsByValue, share => console.Progress((1 + share) / 2));
            isKnown = isKnown && pairs.All(pair => pair.SquareMetres is not null);
            (assessment, counts) = AccuracyComparison.OfRaster(classes, pairs, isKnown, reference.Name, reader.Has("--kappa"));
        }

        console.Progress(1);
        foreach (var warning in assessment.Warnings)
        {
            console.Say(JobMessageType.Warning, warning);
        }

        console.Say(JobMessageType.Informative, AccuracyTable.Of(counts));
        console.Say(JobMessageType.Informative, measured.Note);
        foreach (var line in AccuracyTable.Lines(assessment, isKnown))
        {
            Console.Out.WriteLine(line);
        }
    }
}
