using System.Globalization;
using Microsoft.Extensions.Configuration;
using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;
using RasterAnalysis.Storage;

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

        var dataRoot = section["DataRoot"] is { Length: > 0 } root ? root : "data";
        return new BackgroundJobsOptions
        {
            DataRoot = dataRoot,
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
                DeviceIds = DeviceIds(section),
                WarmUp = List(section.GetSection("Worker:WarmUp")),
                Environment = InstanceEnvironment(section, dataRoot),
            },
        };
    }

    private static int Positive(IConfigurationSection section, string key, int otherwise)
    {
        var value = section.GetValue(key, otherwise);
        return value > 0 ? value : throw new InvalidRequestException($"{Root}__{key.Replace(":", "__", StringComparison.Ordinal)}", $"is {value}; it must be 1 or more.");
    }

    /// <summary>The GPUs: <c>DeviceIds</c>, else the one of <c>DeviceId</c>.</summary>
    private static int[] DeviceIds(IConfigurationSection section)
    {
        var list = List(section.GetSection("OnnxRuntime:DeviceIds"));
        var (name, texts) = list.Length > 0 ? ("DeviceIds", list) : ("DeviceId", [section["OnnxRuntime:DeviceId"] ?? "0"]);
        var wanted = list.Length > 0 ? "the numbers of GPUs, each once, with commas between them" : "the number of a GPU";
        var ids = texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1).ToArray();
        return ids.All(id => id >= 0) && ids.Distinct().Count() == ids.Length ? ids : throw new InvalidRequestException(
            $"{Root}__OnnxRuntime__{name}", $"is '{string.Join(',', texts)}'; it must be {wanted}: 0 is the first.");
    }

    /// <summary>A list is one text with commas, or an array.</summary>
    private static string[] List(IConfigurationSection section) =>
        [.. section.GetChildren().Select(item => item.Value).Prepend(section.Value).OfType<string>()
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Dictionary<string, string> InstanceEnvironment(IConfigurationSection section, string dataRoot)
    {
        var environment = InstanceSections.SelectMany(name => section.GetSection(name).AsEnumerable())
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value!);
        var layout = new DataLayout(dataRoot);
        environment.TryAdd($"{Root}__OnnxRuntime__EngineCache", layout.EngineFolder);
        environment.TryAdd($"{Root}__OnnxRuntime__TileSpeeds", layout.TileSpeedFolder);
        return environment;
    }
}
