using System.Globalization;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>What tools have in common whose jobs make one table of features of all parts.</summary>
internal static class FeatureTables
{
    private const int NamedClasses = 10;

    /// <summary>The one request by which the parts are put together, and the file that it makes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Its request.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="outcome">What the tool knows of all sections, as its JSON.</param>
    /// <param name="scratch">Its folder.</param>
    public static IReadOnlyList<(InstanceRequest.Assemble Request, ResultFile File)> Assembly(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, string outcome, JobScratch scratch)
    {
        PartSections[] all = [.. parts.Select(part => new PartSections(
            part.Name.Length > 0 ? part.Name : request.InputName, part.PlanPath, [.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(scratch.SectionPath)]))];
        var assemble = new InstanceRequest.Assemble(
            job.Task, all[0].PlanPath, all[0].SectionPaths, outcome,
            new Dictionary<string, string> { [PartSections.NameKey] = all[0].Name, [PartSections.LayerKey] = job.OutputName }, scratch.TablePath)
        {
            More = all[1..],
        };
        return [(assemble, new ResultFile("", scratch.TablePath))];
    }

    /// <summary>How many there are of each class, the commonest first, as a sentence.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="none">The sentence where there are none.</param>
    /// <param name="done">What was done to them, with a space before it; empty for nothing.</param>
    public static string Say(IReadOnlyList<PublishedClass> classes, string none, string done = "")
    {
        var all = classes.Sum(c => c.Count);
        var named = classes.Where(c => c.Count > 0).OrderByDescending(c => c.Count).Take(NamedClasses).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Definition.Name} {c.Count:N0}"));
        return all == 0 ? none : string.Create(CultureInfo.InvariantCulture, $"{all:N0} object{(all == 1 ? "" : "s")}{done}: {string.Join(", ", named)}.");
    }
}
