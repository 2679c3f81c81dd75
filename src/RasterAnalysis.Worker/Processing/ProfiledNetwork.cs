using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A package's network, loaded and tried: what it takes and how its output is read, before or behind its last sigmoid.</summary>
internal sealed class ProfiledNetwork : IDisposable
{
    // To have a tensor given out, the file is taken into memory whole beside what ONNX Runtime makes of it.
    private const long LargestFile = 1L << 30;

    private bool _isTaken;

    private ProfiledNetwork(INetworkSession session, NetworkProfile profile) => (Session, Profile) = (session, profile);

    /// <summary>The network.</summary>
    public INetworkSession Session { get; }

    /// <summary>How it is fed and read.</summary>
    public NetworkProfile Profile { get; }

    /// <summary>Loads and tries a network.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="runtimes">What may run it.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <exception cref="ModelPackageException">The network cannot be loaded or run, or is no pixel classifier.</exception>
    public static ProfiledNetwork Load(ModelPackage package, ProcessorType asked, NetworkRuntimes runtimes, ICollection<string> warnings)
    {
        var runtime = runtimes.For(package.NetworkPath);
        var load = new NetworkLoad(package.NetworkPath, asked) { IsTrial = true };
        var session = runtime.Load(load, warnings);
        NetworkProfile profile;
        LogitTensor? logits;
        try
        {
            profile = NetworkProfiler.Profile(session, package.Network, package.Definition, warnings);
            logits = package.Network is { } graph ? LastSigmoid.Find(session, graph, profile) : null;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        if (logits is null || new FileInfo(package.NetworkPath).Length > LargestFile)
        {
            return new ProfiledNetwork(session, profile);
        }

        // not two at once
        session.Dispose();
        return TryLoad(package, runtime, load with { Logits = logits }, profile) ?? new ProfiledNetwork(runtime.Load(load, warnings: []), profile);
    }

    /// <summary>Makes the network the caller's, who disposes of it.</summary>
    public INetworkSession Take()
    {
        _isTaken = true;
        return Session;
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            Session.Dispose();
        }
    }

    private static ProfiledNetwork? TryLoad(ModelPackage package, INetworkRuntime runtime, NetworkLoad load, NetworkProfile asIs)
    {
        INetworkSession session;
        try
        {
            session = runtime.Load(load, warnings: []);
        }
        catch (Exception exception) when (exception is ModelPackageException or OnnxFormatException)
        {
            // the tensor is not in the file itself
            return null;
        }

        if (LastSigmoid.TryProfile(session, package.Definition, asIs, load.Logits!) is { } profile)
        {
            return new ProfiledNetwork(session, profile);
        }

        session.Dispose();
        return null;
    }
}
