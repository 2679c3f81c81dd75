using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Processing;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A processing instance: answers requests on its standard streams until the service closes them.</summary>
internal static class ProcessCommand
{
    /// <param name="onRequest">See <see cref="RequestLoop"/>; the worker itself has nobody to call.</param>
    public static int Run(Action<InstanceRequest>? onRequest = null)
    {
        // requests are few and small: properties are read by reflection, rather than by code that would be made and compiled for each
        AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", false);

        // Ctrl+C and service managers signal the whole group: it is the service that ends this process, by closing its input
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);

        OfferFirstToOutOfMemoryKiller();
        if (long.TryParse(Environment.GetEnvironmentVariable(ProcessingInstanceOptions.MemoryVariable), CultureInfo.InvariantCulture, out var memory))
        {
            ProcessMemory.Limit(memory);
        }

        // replies have the real standard output to themselves; whatever else is printed goes to the log
        using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var lines = new BlockingCollection<string>();
        var replies = new ReplyWriter(output);
        var broker = new PageBroker(replies, lines);
        using var handler = EngineSetup.Start(configuration, replies, broker);
        RangeFileSystem.Use(broker);
        return new RequestLoop(Console.OpenStandardInput(), replies, handler, lines, onRequest).Run();
    }

    /// <summary>When the machine's memory runs out, Linux is to end an instance, whose section is tried again, and not the service (proc(5)).</summary>
    private static void OfferFirstToOutOfMemoryKiller()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "800");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // another system, or one that does not allow it
        }
    }
}
