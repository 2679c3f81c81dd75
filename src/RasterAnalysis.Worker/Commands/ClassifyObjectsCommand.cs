using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Json;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Commands;

/// <summary><c>classify-objects</c>.</summary>
internal sealed class ClassifyObjectsCommand : ICommandTool
{
    private const string Parameter = "inputFeatures";

    public string Verb => "classify-objects";

    public RasterModelTool Tool { get; } = new ClassifyObjectsTool();

    public string Summary => "Classifies features by a deep learning model, by what a raster shows of each";

    public string OutputHelp => "the features with their classes, a GeoPackage";

    public string ExampleOutput => "classified.gpkg";

    public string OwnHelp =>
        """
          --features FILE         the features: GeoJSON, an Esri feature set, or a GeoPackage that this program wrote
          --class-field NAME      name of the field for the class; ClassLabel where it is not given

        """;

    public IReadOnlyDictionary<string, string> ValuedOptions { get; } = new Dictionary<string, string> { ["--features"] = Parameter, ["--class-field"] = "classLabelField" };

    public IReadOnlyDictionary<string, string> Flags { get; } = new Dictionary<string, string>();

    public RasterModelRequest Parse(JsonObject parameters)
    {
        var file = parameters[Parameter].AsText() ?? throw new InvalidRequestException("--features", "is missing: name the file with the features, for example --features houses.geojson.");
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw new InvalidRequestException("--features", $"'{file}' is not there.");
        }

        // a GeoPackage takes the place of an item
        var isTable = Path.GetExtension(path).Equals(".gpkg", StringComparison.OrdinalIgnoreCase);
        parameters[Parameter] = isTable ? new JsonObject { ["itemId"] = new string('0', 32) } : ContentOf(path);
        var request = Tool.Parse(parameters);
        var own = PlanJson.Read<ClassifyObjectsRequest>(request.Options!);
        var name = Path.GetFileNameWithoutExtension(path);
        var source = isTable ? new ObjectSource(name, new InputLocation(path)) : new ObjectSource(name, Given: own.Features.Given, Reference: own.Features.Reference);
        return request with { Options = PlanJson.Write(new ClassifyObjectsOptions(own.ClassField, source)) };
    }

    public IEnumerable<string> Warnings(IReadOnlyList<string> outcomes, long pixels) => ClassificationCounts.Sum(outcomes.Select(ClassificationCounts.Read)).Warnings();

    public InstanceRequest.Assemble Assembly(string plan, IReadOnlyList<string> sections, IReadOnlyList<string> outcomes, ToolOptions options, string target) => new(
        Tool.Name, plan, sections, ClassificationCounts.Sum(outcomes.Select(ClassificationCounts.Read)).Write(),
        new Dictionary<string, string>
        {
            [PartSections.NameKey] = string.Join(", ", options.Rasters.Select(Path.GetFileNameWithoutExtension)), [PartSections.LayerKey] = "Objects",
        },
        target);

    public (IEnumerable<string> Table, string? Note) Describe(string plan, string target, Func<InstanceRequest, object> ask)
    {
        using var table = new GeoPackages().Open(target);
        var (classes, without) = ClassifiedObjectTable.Count(table, PlanFile.Read<ObjectPlan>(plan));
        return (classes.Select(Line), without == 0 ? null : $"{without} features have no class.");
    }

    private static JsonObject ContentOf(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InvalidRequestException("--features", $"'{Path.GetFileName(path)}' is no JSON object.");
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InvalidRequestException("--features", $"'{Path.GetFileName(path)}' is no JSON: {exception.Message}");
        }
    }

    private static string Line(PublishedClass one) => string.Create(CultureInfo.InvariantCulture, $"{one.Definition.Value,6}  {one.Definition.Name,-30}{one.Count,14} objects");
}
