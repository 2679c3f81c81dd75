using System.Globalization;
using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>detect</c>.</summary>
internal sealed class DetectTool : ICommandTool
{
    public string Verb => "detect";

    public RasterModelTool Tool { get; } = new DetectObjectsTool();

    public string Summary => "Finds the objects in a raster by a deep learning model";

    public string OutputHelp => "the objects, a GeoPackage";

    public string ExampleOutput => "objects.gpkg";

    public string OwnHelp =>
        """
          --run-nms               leaves out objects that overlap surer ones, of whatever class, by more than --max-overlap
          --max-overlap NUMBER    area in common over area together, 0 to 1; 0 where it is not given

        """;

    public IReadOnlyDictionary<string, string> ValuedOptions { get; } = new Dictionary<string, string> { ["--max-overlap"] = "maxOverlapRatio" };

    public IReadOnlyDictionary<string, string> Flags { get; } = new Dictionary<string, string> { ["--run-nms"] = "runNMS" };

    public IEnumerable<string> Warnings(IReadOnlyList<string> outcomes, long pixels) => ObjectCounts.Sum(outcomes.Select(ObjectCounts.Read)).Warnings();

    public InstanceRequest.Assemble Assembly(string plan, IReadOnlyList<string> sections, IReadOnlyList<string> outcomes, ToolOptions options, string target) => new(
        Tool.Name, plan, sections, ObjectCounts.Sum(outcomes.Select(ObjectCounts.Read)).Write(),
        new Dictionary<string, string>
        {
            [PartSections.NameKey] = string.Join(", ", options.Rasters.Select(Path.GetFileNameWithoutExtension)), [PartSections.LayerKey] = "Objects",
        },
        target);

    public (IEnumerable<string> Table, string? Note) Describe(string plan, string target, Func<InstanceRequest, object> ask)
    {
        using var table = new GeoPackages().Open(target);
        return (ObjectTable.Count(table, PlanFile.Read<DetectionPlan>(plan)).Select(Line), null);
    }

    private static string Line(PublishedClass one) => string.Create(CultureInfo.InvariantCulture, $"{one.Definition.Value,6}  {one.Definition.Name,-30}{one.Count,14} objects");
}
