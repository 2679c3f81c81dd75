using System.Text;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.DataStore;

/// <summary>Machines that have a database and a bucket in common and no folder: web processes, which run no jobs, and nodes.</summary>
internal sealed class StoreMachines : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _all = [];
    private readonly string _connection;

    private StoreMachines(string connection) => _connection = connection;

    /// <summary>The bucket.</summary>
    public S3StandIn Bucket { get; } = new();

    /// <summary>The first web process.</summary>
    public ServiceProcess Web { get; private set; } = null!;

    /// <summary>How to speak to the database.</summary>
    public string Connection => _connection;

    /// <summary>The text of all that is in the bucket, byte by byte.</summary>
    public string Content => string.Concat(Bucket.Objects.Values.Select(entry => Encoding.Latin1.GetString(entry.Content)));

    /// <summary>The text of all that ever was in the bucket, byte by byte.</summary>
    public string Written => string.Concat(Bucket.Written.Select(Encoding.Latin1.GetString));

    /// <summary>Starts the first web process.</summary>
    /// <param name="connection">An empty database.</param>
    /// <param name="set">Sets more.</param>
    public static async Task<StoreMachines> StartAsync(string connection, Action<Dictionary<string, string>>? set = null)
    {
        var machines = Of(connection);
        set?.Invoke(machines.Web.Settings);
        await machines.Web.StartAsync();
        return machines;
    }

    /// <summary>Machines of which none is started.</summary>
    public static StoreMachines Of(string connection)
    {
        var machines = new StoreMachines(connection);
        machines.Web = machines.NewWeb();
        return machines;
    }

    /// <summary>Starts another web process, which has the first one's keys; dispose of it.</summary>
    public async Task<ServiceProcess> StartWebAsync()
    {
        var web = NewWeb();
        CopyKeys(web.DataRoot);
        web.Settings["RasterAnalysis__RasterStores__store"] = Web.Store;
        await web.StartAsync();
        return web;
    }

    /// <summary>Starts a node, which has the first web process's keys.</summary>
    /// <param name="fault">What strikes its instances.</param>
    public NodeProcess StartNode(string? fault = null)
    {
        var node = NewNode();
        CopyKeys(node.DataRoot);
        if (fault is not null)
        {
            node.Settings["RasterAnalysis__Worker__Path"] = FaultyWorker.ProgramPath;
            node.Settings[FaultyWorker.FaultVariable] = fault;
        }

        node.Start();
        return node;
    }

    /// <summary>A node that is not started yet and has no keys.</summary>
    public NodeProcess NewNode()
    {
        var node = new NodeProcess();
        _all.Add(node);
        Set(node.Settings);
        node.Settings["RasterAnalysis__RasterStores__store"] = Web.Store;
        return node;
    }

    /// <summary>Gives a data folder the first web process's keys.</summary>
    public void CopyKeys(string dataRoot)
    {
        Directory.CreateDirectory(dataRoot);
        foreach (var name in (string[])["secrets.key", "provenance.key"])
        {
            File.Copy(Path.Combine(Web.DataRoot, name), Path.Combine(dataRoot, name));
        }
    }

    /// <summary>The content of a file in the bucket.</summary>
    public string KeyOf(byte[] content) => Bucket.Objects.Single(entry => entry.Key.Contains("/content/", StringComparison.Ordinal) && entry.Value.Content.AsSpan().SequenceEqual(content)).Key;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_all))
        {
            await process.DisposeAsync();
        }

        await Web.DisposeAsync();
        Bucket.Dispose();
    }

    private ServiceProcess NewWeb()
    {
        var web = new ServiceProcess();
        Set(web.Settings);
        web.Settings["RasterAnalysis__Jobs__Run"] = "false";
        return web;
    }

    private void Set(Dictionary<string, string> settings)
    {
        settings["ConnectionStrings__RasterAnalysis"] = _connection;
        settings["RasterAnalysis__DataStore"] = "/cloudStores/Own/service";
        foreach (var (key, value) in Bucket.Settings("Own"))
        {
            settings[key] = value;
        }
    }
}
