using RasterAnalysis.Finiteness;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// The network that was used last stays loaded, for the next job with the same one: loading it is quick, but the memory of its first run is not.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SessionCache : IDisposable
{
    private (string Key, OnnxNetworkSession Session)? _kept;

    /// <summary>The network of a plan, loaded or kept. Who takes it gives it back.</summary>
    public OnnxNetworkSession Take(ClassificationPlan plan, OnnxRuntimeOptions settings)
    {
        if (_kept is { } kept && plan.NetworkKey is not null && kept.Key == KeyOf(plan, settings))
        {
            _kept = null;
            return kept.Session;
        }

        // not two at once
        Forget();
        var warnings = new List<string>();
        var session = Load(plan, settings, warnings);

        // the planner has told the user about the GPU; why TensorRT was passed over is for the operator's log
        warnings.ForEach(Console.Error.WriteLine);
        try
        {
            if (session.ExecutionProvider == ExecutionProviderSelector.TensorRt)
            {
                NetworkWarmUp.Run(session, plan.Network, plan.Tiling);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a network until another one is asked for.</summary>
    public void GiveBack(ClassificationPlan plan, OnnxRuntimeOptions settings, OnnxNetworkSession session)
    {
        Forget();
        _kept = (KeyOf(plan, settings), session);
    }

    /// <summary>Unloads the network that is kept, if there is one: its memory is wanted.</summary>
    public void Forget()
    {
        _kept?.Session.Dispose();
        _kept = null;
    }

    public void Dispose() => Forget();

    private static string KeyOf(ClassificationPlan plan, OnnxRuntimeOptions settings) => 
        $"{plan.NetworkKey} {plan.ProcessorType} {settings} {plan.Network.Logits} {(plan.Narrowing is { } narrowing ? PlanJson.Write(narrowing) : "")} {(plan.Watch is { } watch ? PlanJson.Write(watch) : "")}";

    private static OnnxNetworkSession Load(ClassificationPlan plan, OnnxRuntimeOptions settings, List<string> warnings)
    {
        OnnxNetworkSession Load(NetworkWatch? watch) =>
            OnnxNetworkSession.Load(plan.NetworkPath, plan.ProcessorType, settings, warnings, plan.NetworkKey, plan.Narrowing, plan.Network.Logits, watch);
        try
        {
            return Load(plan.Watch);
        }
        catch (Exception exception) when (plan.Watch is not null && exception is ModelPackageException or OnnxFormatException)
        {
            // to look at its nodes never makes a network unusable
            warnings.Add($"The network runs without being watched for NaN: {exception.Message}");
            return Load(null);
        }
    }
}
