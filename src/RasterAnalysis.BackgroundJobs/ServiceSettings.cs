using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Catalog;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Reads the settings that the web process and the processing node share (<c>docs/reference/configuration.md</c>).</summary>
public static class ServiceSettings
{
    private const string Root = "RasterAnalysis";

    /// <summary>What a processing instance is told through its environment.</summary>
    private static readonly string[] InstanceSections = ["OnnxRuntime", "Gdal", "PythonFunctions"];

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The host's configuration.</param>
    /// <exception cref="InvalidRequestException">Settings cannot be used; names each of them.</exception>
    public static BackgroundJobsOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Root);
        var settings = new SettingReader(section);
        var stores = section.GetSection("RasterStores").GetChildren()
            .Where(store => !string.IsNullOrWhiteSpace(store.Value)).ToDictionary(store => store.Key, store => store.Value!);
        foreach (var (name, folder) in stores.Where(store => !Directory.Exists(store.Value)))
        {
            settings.Add($"{Root}__RasterStores__{name}", $"names the folder '{folder}', which does not exist.");
        }

        var dataRoot = section["DataRoot"] is { Length: > 0 } root ? root : "data";
        var cloudStores = CloudStoreSettings.Read(section, settings, stores.Keys);
        var (usual, worker) = (new BackgroundJobsOptions(), new ProcessingInstanceOptions());
        var options = new BackgroundJobsOptions
        {
            DataRoot = dataRoot,
            RasterStores = stores,
            CloudStores = cloudStores,
            DataStore = DataStoreSetting.Read(section, settings, cloudStores),
            ConnectionString = configuration.GetConnectionString(Root) ?? "",
            RunsJobs = settings.Flag("Jobs:Run", usual.RunsJobs),
            JobsAtOnce = settings.Int("Jobs:AtOnce", usual.JobsAtOnce, least: 1),
            PlanTime = settings.Time("Jobs:PlanTime", usual.PlanTime),
            KeepFinishedSections = settings.Time("Jobs:KeepFinishedSections", usual.KeepFinishedSections),
            Limits = new JobLimits
            {
                AllowedHosts = [.. section.GetSection("AllowedHosts").GetChildren().Select(host => host.Value).OfType<string>()],
                MaxUnfinishedJobs = settings.Int("Limits:MaxUnfinishedJobs", usual.Limits.MaxUnfinishedJobs, least: 1),
                MaxFileBytes = settings.Number("Limits:MaxFileBytes", usual.Limits.MaxFileBytes, least: 1),
                MaxUnfinishedPerUser = settings.Int("Jobs:MaxUnfinishedPerUser", usual.Limits.MaxUnfinishedPerUser, least: 0),
                MaxJobTime = settings.Time("Limits:MaxJobTime", usual.Limits.MaxJobTime),
            },
            Storage = new StorageOptions { MostPerUser = settings.Number("Limits:StoragePerUser", usual.Storage.MostPerUser, least: 0) },
            Uploads = new UploadOptions
            {
                MaxUnfinished = settings.Int("Uploads:MaxUnfinished", usual.Uploads.MaxUnfinished, least: 1),
                Expiration = settings.Time("Uploads:Expiration", usual.Uploads.Expiration),
            },
            RemoteRasters = new RemoteRasterOptions
            {
                ByRanges = settings.Flag("RemoteRasters:ByRanges", usual.RemoteRasters.ByRanges),
                CacheBytes = settings.Number("RemoteRasters:CacheBytes", usual.RemoteRasters.CacheBytes, least: 0),
                Patience = settings.Time("RemoteRasters:Patience", usual.RemoteRasters.Patience),
            },
            SignIn = ReadSignIn(section, settings),
            Audit = ReadAudit(configuration, settings),
            Views = new ViewOptions
            {
                AtOnce = settings.Int("Pictures:AtOnce", usual.Views.AtOnce, least: 1),
                MaxWaiting = settings.Int("Pictures:MaxWaiting", usual.Views.MaxWaiting, least: 0, most: 100_000),
                MaxWait = settings.Time("Pictures:MaxWait", usual.Views.MaxWait),
                MaxTime = settings.Time("Pictures:MaxTime", usual.Views.MaxTime),
                MemoryLimit = settings.Number("Pictures:MemoryLimit", usual.Views.MemoryLimit, least: 1L << 28),
                CacheBytes = settings.Number("Pictures:CacheBytes", usual.Views.CacheBytes, least: 0),
            },
            Conversion = new ConversionOptions
            {
                Time = settings.Time("PythonFunctions:ConversionTime", usual.Conversion.Time),
                Wait = settings.Time("PythonFunctions:ConversionWait", usual.Conversion.Wait),
            },
            Worker = new ProcessingInstanceOptions
            {
                Path = section["Worker:Path"] ?? "",
                MaxIdle = settings.Int("Worker:MaxIdle", worker.MaxIdle, least: 1),
                Rehearses = settings.Flag("Worker:Rehearses", worker.Rehearses),
                MaxInstances = settings.Int("Worker:MaxInstances", worker.MaxInstances, least: 1),
                IdleTime = settings.Time("Worker:IdleTime", worker.IdleTime),
                Silence = settings.Time("Worker:Silence", worker.Silence),
                TrialTime = settings.Time("Worker:TrialTime", worker.TrialTime),
                MaxMemory = settings.Number("Worker:MaxMemory", worker.MaxMemory, least: 1),
                MemoryLimit = settings.Number("Worker:MemoryLimit", worker.MemoryLimit, least: 1),
                DeviceIds = DeviceIds(section, settings),
                WarmUp = List(section.GetSection("Worker:WarmUp")),
                Environment = InstanceEnvironment(section, dataRoot),
            },
        };
        if (options.RemoteRasters.Patience < TimeSpan.FromSeconds(1))
        {
            settings.Add($"{Root}__RemoteRasters__Patience", "must be one second or more, as 00:00:01: how long a server may take to begin an answer.");
        }

        CheckInstances(settings);
        CheckFunctions(section.GetSection("PythonFunctions"), settings, options.Worker.ProgramPath);
        CheckConnection(options, settings);
        DataStoreSetting.Check(options, settings);
        settings.ThrowIfFaulty();
        return options;
    }

    private static AuditSettings ReadAudit(IConfiguration configuration, SettingReader settings)
    {
        var keepFor = settings.Time("Audit:KeepFor", new AuditSettings().KeepFor);
        if (keepFor < AuditSettings.Shortest)
        {
            settings.Add($"{Root}__Audit__KeepFor", "must be one day or more, as 1.00:00:00: how long it is kept who did what.");
        }

        return new AuditSettings { KeepFor = keepFor, Watched = WatchedSettings.Of(configuration) };
    }

    private static SignInSettings ReadSignIn(IConfigurationSection section, SettingReader settings)
    {
        var (usual, mode) = (new SignInSettings(), string.IsNullOrWhiteSpace(section["SignIn:Mode"]) ? (SignInMode?)null : settings.Choice("SignIn:Mode", SignInMode.None));
        var (user, password) = (section["SignIn:FirstUser"]?.Trim() ?? "", section["SignIn:FirstPassword"] ?? "");
        if (user.Length > 0 != password.Length > 0)
        {
            settings.Add($"{Root}__SignIn__{(user.Length > 0 ? "FirstPassword" : "FirstUser")}", "must be given too: the first administrator has a name and a password.");
        }

        return new SignInSettings
        {
            Mode = mode,
            Authority = AuthoritySettingsReader.Read(section, settings, mode),
            FirstUser = user,
            FirstPassword = password,
            MetricsToken = section["SignIn:MetricsToken"]?.Trim() ?? "",
            Apps = AppSettings.Read(section, settings, mode is not (null or SignInMode.None)),
            FormerOwner = section["ArcGis:Owner"]?.Trim() is { Length: > 0 } owner ? owner : usual.FormerOwner,
        };
    }

    /// <summary>Settings that instances and the web process read for themselves: what is wrong with them is to be said at the start, not in the first job.</summary>
    private static void CheckInstances(SettingReader settings)
    {
        settings.Flag("OnnxRuntime:RequireGpu", false);
        settings.Flag("OnnxRuntime:UseTensorRt", false);
        settings.Int("OnnxRuntime:IntraOpThreads", 0, least: 0);
        settings.Int("OnnxRuntime:ConcurrentRuns", 0, least: 0);
        settings.Number("OnnxRuntime:MaxRunMemory", 1, least: 1);
        settings.Int("Gdal:BlockCacheMiB", 16, least: 16, most: 65536);
        settings.Int("ArcGis:MaxRequestBytes", 1, least: 1);
    }

    private static void CheckFunctions(IConfigurationSection functions, SettingReader settings, string worker)
    {
        var mode = settings.Choice("PythonFunctions:Mode", PythonFunctionMode.Off);
        settings.Number("PythonFunctions:MaxMemory", 1L << 30, least: 1L << 28);
        settings.Time("PythonFunctions:StartTime", TimeSpan.Zero);
        settings.Time("PythonFunctions:BlockTime", TimeSpan.Zero);
        foreach (var (folder, number) in functions.GetSection("ModulePaths").GetChildren().Select((item, number) => (item.Value ?? "", number)).Where(item => !Directory.Exists(item.Item1)))
        {
            settings.Add($"{Root}__PythonFunctions__ModulePaths__{number}", $"names the folder '{folder}', which does not exist.");
        }

        if (PythonFunctionCheck.Fault(mode, functions["Interpreter"] ?? "/usr/bin/python3", worker) is { } fault)
        {
            settings.Add($"{Root}__PythonFunctions__Mode", fault);
        }
    }

    private static void CheckConnection(BackgroundJobsOptions options, SettingReader settings)
    {
        try
        {
            _ = options.IsPostgreSql
                ? new NpgsqlConnectionStringBuilder(options.ConnectionString) as DbConnectionStringBuilder : new SqliteConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // the text may hold a password: it is not repeated
            settings.Add(
                $"ConnectionStrings__{Root}",
                "is neither a connection string of SQLite (Data Source=path) nor one of PostgreSQL (Host=name;Database=name;Username=name;Password=…).");
        }
    }

    /// <summary>The GPUs: <c>DeviceIds</c>, else the one of <c>DeviceId</c>.</summary>
    private static int[] DeviceIds(IConfigurationSection section, SettingReader settings)
    {
        var list = List(section.GetSection("OnnxRuntime:DeviceIds"));
        var (name, texts) = list.Length > 0 ? ("DeviceIds", list) : ("DeviceId", [section["OnnxRuntime:DeviceId"] ?? "0"]);
        var wanted = list.Length > 0 ? "the numbers of GPUs, each once, with commas between them" : "the number of a GPU";
        var ids = texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1).ToArray();
        if (!ids.All(id => id >= 0) || ids.Distinct().Count() != ids.Length)
        {
            settings.Add($"{Root}__OnnxRuntime__{name}", $"is '{string.Join(',', texts)}'; it must be {wanted}: 0 is the first.");
        }

        return ids;
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
        environment.TryAdd($"{Root}__OnnxRuntime__Quantizations", layout.QuantizationFolder);
        return environment;
    }
}
