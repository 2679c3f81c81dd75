using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Pipeline;

/// <summary>The rasters that a plan reads.</summary>
public static class PlanSources
{
    /// <summary>The input, or each of its members, and the mask.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<(string Path, bool IsTrusted)> RastersOf(TilePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IEnumerable<(string, bool)> inputs = plan.Input.Members is { } members
            ? members.Select(member => (member.Path, member.IsTrusted)) : [(plan.Input.Path, plan.Input.IsTrusted)];
        return plan.Mask?.Raster is { Path: { } mask } raster ? inputs.Append((mask, raster.IsTrusted)) : inputs;
    }

    /// <summary>The same with stacks taken apart into their files.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<(string Path, bool IsTrusted)> FilesOf(TilePlan plan) =>
        RastersOf(plan).SelectMany(raster => RasterStackPath.FilesOf(raster.Path).Select(path => (path, raster.IsTrusted)));
}
