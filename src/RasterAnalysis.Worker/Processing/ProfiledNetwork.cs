using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Onnx;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A package's network, loaded and tried: what it takes and how its output is read, before or behind its last sigmoid.</summary>
internal sealed class ProfiledNetwork : IDisposable
{
    // To have a tensor given out, the file is taken into memory whole beside what ONNX Runtime makes of it.
    private const long LargestFile = 1L << 30;

    private bool _isTaken;

    private ProfiledNetwork(INetworkSession session, NetworkProfile profile, ModelDefinition definition) => (Session, Profile, Definition) = (session, profile, definition);

    /// <summary>The network.</summary>
    public INetworkSession Session { get; }

    /// <summary>How it is fed and read.</summary>
    public NetworkProfile Profile { get; }

    /// <summary>The package's definition, as it holds for what the network is given.</summary>
    public ModelDefinition Definition { get; }

    /// <summary>Loads and tries a network.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="runtimes">What may run it.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <param name="call">How the package's Python raster function is called; null where it runs by a network.</param>
    /// <param name="cache">Knows the network that was tried last, and gets to know this one; null for none.</param>
    /// <exception cref="ModelPackageException">The network cannot be loaded or run, or is no pixel classifier.</exception>
    /// <exception cref="InvalidRequestException">The function does not take an argument.</exception>
    public static ProfiledNetwork Load(
        ModelPackage package, ProcessorType asked, NetworkRuntimes runtimes, ICollection<string> warnings, RasterFunctionCall? call = null, ProfileCache? cache = null)
    {
        var runtime = runtimes.For(package.NetworkPath);
        if (call is not null)
        {
            return LoadFunction(package, asked, runtime, warnings, call);
        }

        var load = new NetworkLoad(package.NetworkPath, asked) { IsTrial = true };
        if (cache?.Find(package, asked) is not var (known, told))
        {
            var found = new List<string>();
            var tried = Try(package, runtime, load, warnings, found);
            AddAll(found, warnings);
            cache?.Keep(package, asked, tried.Profile, found);
            return tried;
        }

        var loaded = new ProfiledNetwork(runtime.Load(load with { Logits = known.Logits }, warnings), known, package.Definition);
        AddAll(told, warnings);
        return loaded;
    }

    /// <param name="package">Its package.</param>
    /// <param name="runtime">What runs it.</param>
    /// <param name="load">How it is loaded.</param>
    /// <param name="warnings">Receives what is said when it is loaded.</param>
    /// <param name="found">Receives what the trial says.</param>
    private static ProfiledNetwork Try(ModelPackage package, INetworkRuntime runtime, NetworkLoad load, ICollection<string> warnings, List<string> found)
    {
        var session = runtime.Load(load, warnings);
        NetworkProfile profile;
        LogitTensor? logits;
        try
        {
            profile = NetworkProfiler.Profile(session, package.Network, package.Definition, found);
            logits = package.Network is { } graph ? LastSigmoid.Find(session, graph, profile) : null;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        if (logits is null || new FileInfo(package.NetworkPath).Length > LargestFile)
        {
            return new ProfiledNetwork(session, profile, package.Definition);
        }

        // not two at once
        session.Dispose();
        return TryLoad(package, runtime, load with { Logits = logits }, profile) ?? new ProfiledNetwork(runtime.Load(load, warnings: []), profile, package.Definition);
    }

    /// <summary>Loads and tries a network before there is any raster; a function classifies a block of noise.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="runtimes">What may run it.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <exception cref="ModelPackageException">The network cannot be loaded or run, or is no pixel classifier.</exception>
    public static ProfiledNetwork LoadForTrial(ModelPackage package, NetworkRuntimes runtimes, ICollection<string> warnings)
    {
        if (package.Origin != NetworkOrigin.Python)
        {
            return Load(package, ProcessorType.Cpu, runtimes, warnings);
        }

        InferenceException? first = null;
        foreach (var call in FunctionCalls.ForTrial(package))
        {
            var loaded = Load(package, ProcessorType.Cpu, runtimes, warnings, call);
            try
            {
                loaded.RunNoise();
                return loaded;
            }
            catch (InferenceException exception)
            {
                // perhaps it takes another number of bands
                first ??= exception;
                loaded.Dispose();
            }
        }

        throw new ModelPackageException($"{first!.Message} It was tried on noise, with {FunctionCalls.ForTrial(package)[0].Raster.Bands} bands first; ExtractBands of the .emd can say how many it takes.", first);
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

    private static void AddAll(IReadOnlyList<string> texts, ICollection<string> warnings)
    {
        foreach (var text in texts)
        {
            warnings.Add(text);
        }
    }

    private void RunNoise()
    {
        var (rows, columns) = (Profile.FixedHeight!.Value, Profile.FixedWidth!.Value);
        var input = new float[checked(Profile.Planes * rows * columns)];
        using var noise = new NoiseRaster(Profile.Bands, new RasterSize(columns, rows));
        noise.Read(new PixelWindow(0, 0, columns, rows), input.AsSpan(0, Profile.Bands * rows * columns), new byte[rows * columns]);
        input.AsSpan(Profile.Bands * rows * columns).Fill(1);
        Session.Run(input, [1, Profile.Planes, rows, columns], Profile.OutputName);
    }

    private static ProfiledNetwork LoadFunction(ModelPackage package, ProcessorType asked, INetworkRuntime runtime, ICollection<string> warnings, RasterFunctionCall call)
    {
        FunctionSession session;
        try
        {
            session = (FunctionSession)runtime.Load(new NetworkLoad(package.NetworkPath, asked) { Function = call }, warnings);
        }
        catch (ModelPackageException exception) when (package.Preparation.FirstOrDefault(note => note.Name == PreparationNote.Function) is { } why)
        {
            throw new ModelPackageException($"{exception.Message} {why.Text}", exception);
        }

        return new ProfiledNetwork(session, session.Configuration.Profile(package.Definition, call), session.Configuration.Apply(package.Definition));
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
            return new ProfiledNetwork(session, profile, package.Definition);
        }

        session.Dispose();
        return null;
    }
}
