using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A job without a server: the steps that an instance does for the service, one after the other, in this process.</summary>
internal static class ClassifyCommand
{
    // sysexits.h, and what shells give for a signal
    private const int Usage = 64;
    private const int Data = 65;
    private const int Software = 70;
    private const int CannotCreate = 73;
    private const int Stopped = 130;
    private const double AssemblyShare = 0.05;

    /// <param name="arguments">What stands behind <c>classify</c>.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0 || arguments.Any(text => text is "-h" or "--help"))
        {
            (arguments.Length == 0 ? Console.Error : Console.Out).WriteLine(ClassifyOptions.Help);
            return arguments.Length == 0 ? Usage : 0;
        }

        ClassifyOptions options;
        try
        {
            options = ClassifyOptions.Parse(arguments);
        }
        catch (InvalidRequestException exception)
        {
            return Fail(Usage, exception);
        }

        if (CannotWrite(options) is { } reason)
        {
            Console.Error.WriteLine($"Error: {reason}");
            return CannotCreate;
        }

        // beside the output, on its disk: what appears there in the end is complete
        var folder = $"{options.Output}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(folder);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Stop(folder));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Stop(folder));
        try
        {
            Classify(options, folder);
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

    private static void Classify(ClassifyOptions options, string folder)
    {
        var console = new ClassifyConsole(options.IsQuiet);
        using var handler = EngineSetup.Start(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        object Do(InstanceRequest request, Action<double>? progress = null) => handler.Handle(request, progress ?? (_ => { }), console.Say);

        MosaicMember[] members = [.. options.Rasters.Select(path => new MosaicMember(Path.GetFileNameWithoutExtension(path), Existing(path), IsTrusted: true))];
        var raster = members[0].Path;
        if (members.Length > 1)
        {
            raster = Path.Combine(folder, "mosaic.vrt");
            Do(new InstanceRequest.DescribeMosaic(members, raster));
        }

        const string tool = ClassifyPixelsRequest.TaskName;
        var plan = Path.Combine(folder, "plan.json");
        foreach (var note in options.Request.Notes)
        {
            console.Say(JobMessageType.Warning, note);
        }

        var planned = (PlannedJob)Do(new InstanceRequest.Plan(
            tool, plan, raster, IsTrusted: true, Unpack(options.Model, Path.Combine(folder, "package")), options.Request.ModelArguments, options.Request.Context, null, null,
            Members: members.Length > 1 ? members : null));
        string SectionPath(int number) => Path.Combine(folder, $"section-{number}.tif");
        var (outcome, done, pixels) = (SectionOutcome.None, 0L, planned.Sections.Sum(section => section.PixelCount));
        for (var number = 0; number < planned.Sections.Count; number++)
        {
            var section = planned.Sections[number].PixelCount;
            var result = (SectionResult)Do(
                new InstanceRequest.RunSection(tool, plan, number, SectionPath(number), Next: number + 1 < planned.Sections.Count ? number + 1 : null, IsNextCertain: true),
                share => console.Progress((done + (share * section)) / pixels * (1 - AssemblyShare)));
            outcome = SectionOutcome.Sum([outcome, SectionOutcome.Read(result.Outcome)]);
            done += section;
        }

        foreach (var warning in SectionWarnings.Of(outcome, pixels))
        {
            console.Say(JobMessageType.Warning, warning);
        }

        var target = Path.Combine(folder, Path.GetFileName(options.Output));
        Do(
            new InstanceRequest.Assemble(tool, plan, [.. Enumerable.Range(0, planned.Sections.Count).Select(SectionPath)], outcome.Write(), Metadata(options), target),
            share => console.Progress(1 - AssemblyShare + (share * AssemblyShare)));
        var classes = PlanFile.Read<ClassificationPlan>(plan).Output.Classes;
        var areas = classes.Count > 0 ? (ClassAreas)Do(new InstanceRequest.MeasureAreas(target, IsTrusted: true, classes)) : null;
        console.Progress(1);
        Publish(target, options.Output);
        console.Finish(areas, options.Output);
    }

    /// <summary>The sidecar first: where the raster is, it is too.</summary>
    private static void Publish(string made, string output)
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

    private static Dictionary<string, string> Metadata(ClassifyOptions options) => new()
    {
        ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
        ["RASTERANALYSIS_INPUT"] = string.Join(", ", options.Rasters.Select(Path.GetFileNameWithoutExtension)),
        ["RASTERANALYSIS_MODEL"] = Path.GetFileNameWithoutExtension(options.Model),
    };

    private static string Existing(string path) => File.Exists(path) ? path : throw new RasterAccessException($"There is no file '{path}'.");

    private static string? CannotWrite(ClassifyOptions options) =>
        !Directory.Exists(Path.GetDirectoryName(options.Output)) ? $"--output: there is no folder '{Path.GetDirectoryName(options.Output)}'."
        : File.Exists(options.Output) && !options.Overwrites ? $"--output: '{options.Output}' is there already; give --overwrite, or another name."
        : null;

    private static int Fail(int code, Exception exception)
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
