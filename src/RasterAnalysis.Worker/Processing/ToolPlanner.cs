using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans the jobs of a tool.</summary>
/// <typeparam name="TPlan">The plan of the tool.</typeparam>
/// <param name="networks">Receives the network, where it is the one that sections will run.</param>
internal abstract class ToolPlanner<TPlan>(SessionCache networks)
    where TPlan : TilePlan
{
    /// <summary>Whether the network was run over whole tiles, which takes much memory.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Receives the network, where it is the one that sections will run.</summary>
    protected SessionCache Networks => networks;

    /// <summary>Plans a job.</summary>
    public abstract TPlan Plan(InstanceRequest.Plan request);

    /// <summary>Makes memory free before the network is run over whole tiles.</summary>
    protected void MakeRoom()
    {
        HasRun = true;
        networks.Forget();
    }
}
