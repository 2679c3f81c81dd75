using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A job without a server: the steps that an instance does for the service, one after the other, in this process.</summary>
internal static class ToolCommand
{
    // sysexits.h, and what shells give for a signal
    internal const int Usage = 64;
    internal const int Data = 65;
    private const int Software = 70;
    private const int CannotCreate = 73;
    private const int Stopped = 130;
    private const double AssemblyShare = 0.05;

    /// <param name="tool">The tool.</param>
    /// <param name="arguments">What stands behind its verb.</param>
    /// <returns>The exit code.</returns>
    public static int Run(ICommandTool tool, string[] arguments)
    {
        if (arguments.Length == 0 || arguments.Any(text => text is "-h" or "--help"))
        {
            (arguments.Length == 0 ? Console.Error : Console.Out).WriteLine(HelpOf(tool));
            return arguments.Length == 0 ? Usage : 0;
        }

        ToolOptions options;
        try
        {
            options = ToolOptions.Parse(tool, arguments);
        }
        catch (InvalidRequestException exception)
        {
            return Fail(Usage, exception);
        }

        if (options.Request.ModelArguments.Values.Measures.Count > 0 && CannotWrite(MeasurePlan.PathBeside(options.Output), options.Overwrites) is { } reason)
        {
            Console.Error.WriteLine($"Error: {reason}");
            return CannotCreate;
        }

        return RunInto(options.Output, options.Overwrites, folder => Run(tool, options, folder));
    }

    /// <summary>Has a result made in a folder of its own beside the output, which is gone in the end, whatever it is.</summary>
    /// <param name="output">Full path of the output.</param>
    /// <param name="overwrites">Whether it may be there already.</param>
    /// <param name="run">Makes it; hears the folder.</param>
    /// <returns>The exit code.</returns>
    internal static int RunInto(string output, bool overwrites, Action<string> run)
    {
        if (CannotWrite(output, overwrites) is { } reason)
        {
            Console.Error.WriteLine($"Error: {reason}");
            return CannotCreate;
        }

        // beside the output, on its disk: what appears there in the end is complete
        var folder = $"{output}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(folder);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Stop(folder));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Stop(folder));
        try
        {
            run(folder);
            return 0;
        }
        catch (InferenceException exception)
        {
            return Fail(Software, exception);
        }
        catch (RasterAnalysisException exception)
        {
            return Fail(Data, exception);
        }
        catch (IOException exception)
        {
            return Fail(CannotCreate, exception);
        }
        finally
        {
            Clear(folder);
        }
    }

    private static void Run(ICommandTool tool, ToolOptions options, string folder)
    {
        var console = new ToolConsole(options.IsQuiet);
        using var handler = EngineSetup.Start(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        object Do(InstanceRequest request, Action<double>? progress = null) => handler.Handle(request, progress ?? (_ => { }), console.Say);

        MosaicMember[] members = [.. options.Rasters.Select(path => new MosaicMember(Path.GetFileNameWithoutExtension(path), Existing(path), IsTrusted: true))];
        var raster = members[0].Path;
        if (members.Length > 1)
        {
            raster = Path.Combine(folder, "mosaic.vrt");
            Do(new InstanceRequest.DescribeMosaic(members, raster));
        }

        var plan = Path.Combine(folder, "plan.json");
        foreach (var said in options.Request.Notes)
        {
            console.Say(JobMessageType.Warning, said);
        }

        var planned = (PlannedJob)Do(new InstanceRequest.Plan(
            tool.Tool.Name, plan, raster, IsTrusted: true, Unpack(options.Model, Path.Combine(folder, "package")), options.Request.ModelArguments, options.Request.Context, null, null,
            Members: members.Length > 1 ? members : null, Options: options.Request.Options));
        string SectionPath(int number) => Path.Combine(folder, $"section-{number}.tif");
        var (outcomes, done, pixels) = (new List<string>(), 0L, planned.Sections.Sum(section => section.PixelCount));
        for (var number = 0; number < planned.Sections.Count; number++)
        {
            var section = planned.Sections[number].PixelCount;
            var result = (SectionResult)Do(
                new InstanceRequest.RunSection(tool.Tool.Name, plan, number, SectionPath(number), Next: number + 1 < planned.Sections.Count ? number + 1 : null, IsNextCertain: true),
                share => console.Progress((done + (share * section)) / pixels * (1 - AssemblyShare)));
            outcomes.Add(result.Outcome);
            done += section;
        }

        foreach (var warning in tool.Warnings(outcomes, pixels))
        {
            console.Say(JobMessageType.Warning, warning);
        }

        var target = Path.Combine(folder, Path.GetFileName(options.Output));
        Do(
            tool.Assembly(plan, [.. Enumerable.Range(0, planned.Sections.Count).Select(SectionPath)], outcomes, options, target),
            share => console.Progress(1 - AssemblyShare + (share * AssemblyShare)));
        var (table, note) = tool.Describe(plan, target, request => Do(request));
        console.Progress(1);
        if (MeasurePlan.PathBeside(target) is var measures && File.Exists(measures))
        {
            File.Move(measures, MeasurePlan.PathBeside(options.Output), options.Overwrites);
            note = string.Join(' ', new[] { note, $"How sure the network was: {MeasurePlan.PathBeside(options.Output)}." }.OfType<string>());
        }

        Publish(target, options.Output);
        console.Finish(table, note, options.Output);
    }

    private static string HelpOf(ICommandTool tool) =>
        $"""
        {tool.Summary}, in this process: no server, no database.

          RasterAnalysis.Worker {tool.Verb} RASTER… MODEL -o OUTPUT [options]

          RASTER                  a raster that GDAL opens; several are one mosaic, the first lies on top
          MODEL                   a .dlpk, or another package that the service takes: .zip, .emd, .onnx, .ecd

          -o, --output FILE       {tool.OutputHelp}
          --overwrite             whether it may be there already
          --arg NAME=VALUE        a model argument, for example padding=56; may be repeated
          --extent X,Y,X,Y        the area: xmin,ymin,xmax,ymax in the output's coordinate system, or in --extent-sr
          --extent-sr WKID        coordinate system of the extent, for example 4326
          --cell-size NUMBER      cell size of the output, in units of its coordinate system
          --out-sr WKID           coordinate system of the output; the raster's own where it is not given
          --resampling METHOD     NEAREST, BILINEAR or CUBIC, where the raster is brought onto another grid
          --processor CPU|GPU     where the network runs
        {tool.OwnHelp}  -q, --quiet             says warnings and errors only
          -h, --help              this text

        Messages go to the standard error, with a progress bar where that is a terminal; a table of the classes goes to the standard output.
        Settings are those of the service (RasterAnalysis__OnnxRuntime__…, RasterAnalysis__PythonFunctions__…, RasterAnalysis__Gdal__…).

        Ends with 0 when the result is there; 64 for a command line that cannot be read; 65 for a raster or model that cannot be used; 70 where a run fails; 73 where the
        output cannot be written; 130 when it was stopped.
        """;

    /// <summary>The sidecar first: where the raster is, it is too.</summary>
    internal static void Publish(string made, string output)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(made)!, $"{Path.GetFileName(made)}*").OrderByDescending(file => file.Length))
        {
            File.Move(file, output + file[made.Length..], overwrite: true);
        }
    }

    private static string Unpack(string model, string folder)
    {
        Existing(model);
        if (Path.GetExtension(model).Equals(".emd", StringComparison.OrdinalIgnoreCase))
        {
            return model;
        }

        if (Path.GetExtension(model).ToUpperInvariant() is ".ONNX" or ".ECD")
        {
            Directory.CreateDirectory(folder);
            File.Copy(model, Path.Combine(folder, Path.GetFileName(model)));
            return folder;
        }

        using var archive = File.OpenRead(model);
        ModelPackageArchive.Extract(archive, folder);
        return folder;
    }

    internal static string Existing(string path) => File.Exists(path) ? path : throw new RasterAccessException($"There is no file '{path}'.");

    private static string? CannotWrite(string output, bool overwrites) =>
        !Directory.Exists(Path.GetDirectoryName(output)) ? $"--output: there is no folder '{Path.GetDirectoryName(output)}'."
        : File.Exists(output) && !overwrites ? $"--output: '{output}' is there already; give --overwrite, or another name."
        : null;

    internal static int Fail(int code, Exception exception)
    {
        Console.Error.WriteLine($"Error: {exception.Message}");
        return code;
    }

    private static void Stop(string folder)
    {
        Console.Error.WriteLine();
        Clear(folder);
        Environment.Exit(Stopped);
    }

    private static void Clear(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // a section was just being written there: once more, now that it is
            Directory.Delete(folder, recursive: true);
        }
    }
}
