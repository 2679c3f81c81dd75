using Microsoft.Extensions.Configuration;
using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Reads the settings that the web process and the processing node share (<c>contract.md</c>, "Settings").</summary>
public static class ServiceSettings
{
    private const string Root = "RasterAnalysis";

    /// <summary>What a processing instance is told through its environment.</summary>
    private static readonly string[] InstanceSections = ["OnnxRuntime", "Gdal"];

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The host's configuration.</param>
    /// <exception cref="InvalidRequestException">A setting cannot be used; names it.</exception>
    public static BackgroundJobsOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Root);
        var stores = section.GetSection("RasterStores").GetChildren()
            .Where(store => !string.IsNullOrWhiteSpace(store.Value)).ToDictionary(store => store.Key, store => store.Value!);
        foreach (var (name, folder) in stores.Where(store => !Directory.Exists(store.Value)))
        {
            throw new InvalidRequestException($"{Root}__RasterStores__{name}", $"names the folder '{folder}', which does not exist.");
        }

        return new BackgroundJobsOptions
        {
            DataRoot = section["DataRoot"] is { Length: > 0 } root ? root : "data",
            RasterStores = stores,
            ConnectionString = configuration.GetConnectionString(Root) ?? "",
            RunsJobs = section.GetValue("Jobs:Run", true),
            JobsAtOnce = Positive(section, "Jobs:AtOnce", 2),
            KeepFinishedSections = section.GetValue("Jobs:KeepFinishedSections", new BackgroundJobsOptions().KeepFinishedSections),
            Limits = new JobLimits
            {
                AllowedHosts = [.. section.GetSection("AllowedHosts").GetChildren().Select(host => host.Value).OfType<string>()],
                MaxUnfinishedJobs = Positive(section, "Limits:MaxUnfinishedJobs", 1000),
                MaxFileBytes = section.GetValue("Limits:MaxFileBytes", 64L << 30),
                MaxJobTime = section.GetValue("Limits:MaxJobTime", TimeSpan.Zero),
            },
            Worker = new ProcessingInstanceOptions
            {
                Path = section["Worker:Path"] ?? "",
                MaxIdle = Positive(section, "Worker:MaxIdle", 2),
                MaxInstances = Positive(section, "Worker:MaxInstances", new ProcessingInstanceOptions().MaxInstances),
                IdleTime = section.GetValue("Worker:IdleTime", TimeSpan.FromMinutes(5)),
                Silence = section.GetValue("Worker:Silence", TimeSpan.FromMinutes(30)),
                MaxMemory = section.GetValue("Worker:MaxMemory", new ProcessingInstanceOptions().MaxMemory),
                MemoryLimit = section.GetValue("Worker:MemoryLimit", new ProcessingInstanceOptions().MemoryLimit),
                Environment = InstanceEnvironment(section),
            },
        };
    }

    private static int Positive(IConfigurationSection section, string key, int otherwise)
    {
        var value = section.GetValue(key, otherwise);
        return value > 0 ? value : throw new InvalidRequestException($"{Root}__{key.Replace(":", "__", StringComparison.Ordinal)}", $"is {value}; it must be 1 or more.");
    }

    private static Dictionary<string, string> InstanceEnvironment(IConfigurationSection section) =>
        InstanceSections.SelectMany(name => section.GetSection(name).AsEnumerable())
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value!);
}
