using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans the jobs of a tool.</summary>
/// <typeparam name="TPlan">The plan of the tool.</typeparam>
/// <param name="settings">Settings of the network.</param>
/// <param name="networks">Receives the network, where it is the one that sections will run.</param>
/// <param name="say">Hears what users should know.</param>
internal abstract class ToolPlanner<TPlan>(OnnxRuntimeOptions settings, SessionCache networks, Action<JobMessageType, string> say)
    where TPlan : TilePlan
{
    /// <summary>Whether the network was run over whole tiles, which takes much memory.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Settings of the network.</summary>
    protected OnnxRuntimeOptions Settings => settings;

    /// <summary>Receives the network, where it is the one that sections will run.</summary>
    protected SessionCache Networks => networks;

    /// <summary>Threads that one run has where one instance works.</summary>
    protected int Threads => SessionCache.ThreadsOf(settings, instances: 1);

    /// <summary>Plans a job.</summary>
    public abstract TPlan Plan(InstanceRequest.Plan request);

    /// <summary>Tells users something.</summary>
    protected void Say(JobMessageType type, string text) => say(type, text);

    /// <summary>Tells users each warning once.</summary>
    protected void SayWarnings(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct())
        {
            say(JobMessageType.Warning, warning);
        }
    }

    /// <summary>Opens the input and fixes the output's grid; tells users what the input's stacks of files are.</summary>
    protected (RasterInfo Raster, GridPlan Grid, Mosaic? Mosaic) PlanGrid(InstanceRequest.Plan request)
    {
        var planned = InputPlanner.PlanGrid(request);
        networks.PrepareFor(planned.Grid);
        foreach (var note in StackNotes.Of(request.Members?.Select(member => member.Path) ?? [request.RasterPath]))
        {
            say(JobMessageType.Informative, note);
        }

        return planned;
    }

    /// <summary>Makes memory free before the network is run over whole tiles.</summary>
    protected void MakeRoom()
    {
        HasRun = true;
        networks.Forget();
    }

    /// <summary>Keeps a network for the sections, where it runs on the processor; else closes it.</summary>
    protected void GiveBack(TPlan plan, INetworkSession session)
    {
        if (session.IsOnProcessor)
        {
            networks.GiveBack(plan, Threads, session);
        }
        else
        {
            session.Dispose();
        }
    }
}
