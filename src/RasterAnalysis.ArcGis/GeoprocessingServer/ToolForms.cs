using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>The forms of tools and jobs on the pages of the services directory.</summary>
internal static class ToolForms
{
    /// <summary>The form that submits a job of a tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="given">What its fields hold already.</param>
    public static ResourceForm Submit(ToolDescription tool, RequestParameters given) => new(
        $"{ServicePaths.Toolbox}/{tool.Name}/submitJob",
        "Submit job",
        [
            .. tool.Inputs.Select(parameter => new FormField(parameter.Name, parameter.DisplayName)
            {
                Hint = parameter.Text,
                Value = given[parameter.Name] ?? "",
                Choices = parameter.IsBoolean ? ["", "true", "false"] : [],
                IsRequired = parameter.Need == ParameterNeed.Required,
                IsLong = !parameter.IsBoolean,
            }),
        ])
    {
        IsPosted = true,
    };

    /// <summary>The form that stops a job; null where there is nothing to stop.</summary>
    public static ResourceForm? Cancel(ITool tool, AnalysisJob job) =>
        job.Status.IsFinal() ? null : new ResourceForm($"{ServicePaths.Toolbox}/{tool.Name}/jobs/{job.Id}/cancel", "Cancel job", []) { IsPosted = true };
}
