using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>classify</c>.</summary>
internal sealed class ClassifyTool : ICommandTool
{
    private const int NameWidth = 30;

    public string Verb => "classify";

    public RasterModelTool Tool { get; } = new ClassifyPixelsTool();

    public string Summary => "Classifies the pixels of a raster by a deep learning model";

    public string OutputHelp => "the classified raster, a cloud-optimised GeoTIFF with the classes' names and colours";

    public string ExampleOutput => "map.tif";

    public string OwnHelp => "";

    public IReadOnlyDictionary<string, string> ValuedOptions => new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Flags => new Dictionary<string, string>();

    public IEnumerable<string> Warnings(IReadOnlyList<string> outcomes, long pixels) => SectionWarnings.Of(Sum(outcomes), pixels);

    public InstanceRequest.Assemble Assembly(string plan, IReadOnlyList<string> sections, IReadOnlyList<string> outcomes, ToolOptions options, string target) => new(
        Tool.Name, plan, sections, Sum(outcomes).Write(),
        new Dictionary<string, string>
        {
            ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
            ["RASTERANALYSIS_INPUT"] = string.Join(", ", options.Rasters.Select(Path.GetFileNameWithoutExtension)),
            ["RASTERANALYSIS_MODEL"] = Path.GetFileNameWithoutExtension(options.Model),
        },
        target);

    public (IEnumerable<string> Table, string? Note) Describe(string plan, string target, Func<InstanceRequest, object> ask)
    {
        var classes = PlanFile.Read<AssemblyPlan>(plan).Output.Classes;
        if (classes.Count == 0)
        {
            return ([], null);
        }

        var areas = (ClassAreas)ask(new InstanceRequest.MeasureAreas(target, IsTrusted: true, classes));
        return (AreaLines.Of(areas, NameWidth), areas.Note);
    }

    private static SectionOutcome Sum(IReadOnlyList<string> outcomes) => SectionOutcome.Sum(outcomes.Select(SectionOutcome.Read));
}
