using Microsoft.Extensions.Configuration;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A verb about files that are there already: no model, no sections.</summary>
internal static class FileCommand
{
    private static readonly Dictionary<string, string> Aliases = new() { ["-o"] = "--output", ["-q"] = "--quiet" };

    /// <summary>Shows the help, or reads the command line and does what it says.</summary>
    /// <typeparam name="T">What is read of it.</typeparam>
    /// <param name="arguments">What stands behind the verb.</param>
    /// <param name="help">The help.</param>
    /// <param name="valued">Options that have a value.</param>
    /// <param name="flags">Options that have none; <c>--quiet</c> is one of each verb.</param>
    /// <param name="read">Reads the options, and refuses what cannot be taken.</param>
    /// <param name="run">Does it, with GDAL ready; its result is the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run<T>(
        string[] arguments, string help, IReadOnlyList<string> valued, IReadOnlyList<string> flags, Func<CommandLineReader, T> read, Func<CommandLineReader, T, ToolConsole, int> run)
    {
        if (arguments.Length == 0 || arguments.Any(text => text is "-h" or "--help"))
        {
            (arguments.Length == 0 ? Console.Error : Console.Out).WriteLine(help);
            return arguments.Length == 0 ? ToolCommand.Usage : 0;
        }

        var reader = new CommandLineReader(arguments, valued, [.. flags, "--quiet"], Aliases);
        T options;
        try
        {
            options = read(reader);
        }
        catch (InvalidRequestException exception)
        {
            return ToolCommand.Fail(ToolCommand.Usage, exception);
        }

        EngineSetup.StartGdal(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        return run(reader, options, new ToolConsole(reader.Has("--quiet")));
    }

    /// <summary>The classes that a raster of this program names in its own metadata, where GDAL before 3.12 finds no attribute table unless the sidecar lies beside it; none for others.</summary>
    /// <param name="path">The raster.</param>
    public static IReadOnlyList<ClassDefinition> ClassesOf(string path) => ClassifiedRasterReader.ReadClasses(path, isTrusted: true)?.Classes ?? [];
}
