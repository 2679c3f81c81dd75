using Microsoft.Data.Sqlite;
using Npgsql;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Catalog;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Settings of section <c>RasterAnalysis</c> that jobs need.</summary>
public sealed record BackgroundJobsOptions
{
    /// <summary>Folder for the database, items, scratch and results.</summary>
    /// <value>Default <c>data</c>.</value>
    public string DataRoot { get; init; } = "data";

    /// <summary>The operator's folders by name.</summary>
    public IReadOnlyDictionary<string, string> RasterStores { get; init; } = new Dictionary<string, string>();

    /// <summary>The operator's cloud stores by name.</summary>
    public IReadOnlyDictionary<string, CloudStoreOptions> CloudStores { get; init; } = new Dictionary<string, CloudStoreOptions>();

    /// <summary>Where machines without a shared folder have the files of items and jobs: a folder in one of <see cref="CloudStores"/>; null for none, so that all have one <see cref="DataRoot"/>.</summary>
    public CloudStorePath? DataStore { get; init; }

    /// <summary>The cloud stores that requests may name. The one with the data store is the service's own: everybody's items lie in it.</summary>
    internal IReadOnlyDictionary<string, CloudStoreOptions> NamedCloudStores => DataStore is null ? CloudStores
        : CloudStores.Where(store => !IsOfDataStore(store.Key)).ToDictionary(store => store.Key, store => store.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The cloud store with the data store, by its name.</summary>
    internal IReadOnlyDictionary<string, CloudStoreOptions> OwnCloudStores =>
        CloudStores.Where(store => IsOfDataStore(store.Key)).ToDictionary(store => store.Key, store => store.Value);

    /// <summary>A SQLite file (<c>Data Source=…</c>) or PostgreSQL (<c>Host=…</c>); decides Hangfire's storage too.</summary>
    /// <value>Default empty: SQLite under <see cref="DataRoot"/>.</value>
    public string ConnectionString { get; init; } = "";

    /// <summary>Whether this process runs jobs, rather than only taking them in for other machines.</summary>
    /// <value>Default true.</value>
    public bool RunsJobs { get; init; } = true;

    /// <summary>Jobs that this process works on at once.</summary>
    /// <value>Default 2: a short job is not kept waiting by a long one.</value>
    public int JobsAtOnce { get; init; } = 2;

    /// <summary>How long planning a job may take that nobody has submitted.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan PlanTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the finished sections of a failed job are kept for one that would compute the same.</summary>
    /// <value>Default one day; zero: not at all.</value>
    public TimeSpan KeepFinishedSections { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Bounds on jobs and inputs.</summary>
    public JobLimits Limits { get; init; } = new();

    /// <summary>Bounds on what is kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>Bounds on uploads that come in parts.</summary>
    public UploadOptions Uploads { get; init; } = new();

    /// <summary>How processing instances are started.</summary>
    public ProcessingInstanceOptions Worker { get; init; } = new();

    /// <summary>How long making a network of a package's file may take.</summary>
    public ConversionOptions Conversion { get; init; } = new();

    /// <summary>How the service knows who asks.</summary>
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>How long it is kept who did what, and which settings are watched.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>What map clients may take of the machine.</summary>
    public ViewOptions Views { get; init; } = new();

    /// <summary>How rasters of other servers are read.</summary>
    public RemoteRasterOptions RemoteRasters { get; init; } = new();

    /// <summary>Whether database and queue are this process's own, so that nobody else works on the jobs.</summary>
    public bool IsEmbedded => !IsPostgreSql;

    /// <summary>Whether the connection string is one of PostgreSQL.</summary>
    public bool IsPostgreSql => ConnectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase)
        || ConnectionString.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);

    private bool IsOfDataStore(string store) => DataStore is { } place && place.Store.Equals(store, StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of the embedded database; null for PostgreSQL, and for one that is named otherwise than by a path.</summary>
    internal string? DatabasePath(DataLayout layout) =>
        IsPostgreSql ? null
        : ConnectionString.Length == 0 ? layout.DatabasePath
        : new SqliteConnectionStringBuilder(ConnectionString).DataSource is { Length: > 0 } source && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && source[0] != ':'
            ? Path.GetFullPath(source) : null;

    /// <summary>The database in words, without user and password.</summary>
    internal string DatabaseName(DataLayout layout) =>
        IsPostgreSql && new NpgsqlConnectionStringBuilder(ConnectionString) is var server
            ? $"the PostgreSQL database {server.Database ?? server.Username} at {server.Host}:{server.Port}" : DatabasePath(layout) ?? "SQLite";
}
