namespace RasterAnalysis.Architecture.Tests;

/// <summary>
/// Inside a project, a folder uses only what lies below it in the picture of the house (<c>docs/architecture.md</c>). A folder that is new has to be given its place here, and in the
/// picture.
/// </summary>
public sealed class FolderArrowTests
{
    /// <summary>Folders from the ground up; those of a line do not use each other.</summary>
    private static readonly Dictionary<string, string[][]> Floors = new()
    {
        ["Core"] =
        [
            ["Files", "Json", "Tensors", "Rasters", "Access"],
            ["Rasters/Ranges"],
            ["Onnx", "Rasters/Functions", "Storage", "ImageServices", "Checkpoints", "Models/PythonFunctions", "Rasters/Areas", "Rasters/Smoothing", "Features", "Accuracy", "Polygons"],
            ["Storage/Cloud"],
            ["PixelNetworks", "TorchNetworks", "Uploads", "Stac", "Rasters/Stacks"],
            ["Rasters/Sampling", "Locality", "Models"],
            ["Rasters/Rendering", "Inference", "Transitions"],
            ["Detection"],
            ["Tiling"],
            ["Narrowing", "Jobs", "Detection/Overlap"],
            ["Quantization"],
            ["Finiteness", "Catalog"],
            ["Requests"],
            ["Runtimes"],
            ["Pipeline"],
            ["Calibration", "Provenance"],
            ["Tools"],
            ["Tools/ClassifyPixels", "Tools/DetectObjects", "Tools/ClassifyObjects", "Tools/ModelTasks", "Tools/Polygons", "Tools/SmoothClasses", "Tools/VerifyResult", "Tools/ChangeClasses"],
        ],
        ["Gdal"] =
        [
            ["Interop"],
            ["Ranges"],
            ["Handles"],
            ["Areas", "Features", "Reading/Samples", "Rendering/Functions", "Rendering/Encoding", "Writing/Sections"],
            ["ImageServices", "Writing/Overviews", "Accuracy", "Polygons"],
            ["Stacks"],
            ["Reading"],
            ["Writing", "Zones"],
            ["Rendering", "Change"],
            ["Sampling"],
        ],
        ["BackgroundJobs"] =
        [
            ["Telemetry", "Remote"],
            ["Instances", "Storage"],
            ["DataStore"],
            ["Storage/Migrations", "ImageServices", "Views", "Accounts", "Auditing", "Stac"],
            ["Storage/Migrations/PostgreSql", "Storage/Migrations/Sqlite"],
            ["Areas", "FeatureServices"],
            ["Accuracy"],
            ["Running"],
            ["Queue", "ModelTasks", "ItemTools"],
            ["DataFolder"],
        ],
    };

    public static TheoryData<string> Projects => [.. Floors.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_between_folders_go_down(string project)
    {
        var arrows = FolderArrows.Of(project);
        var floor = Floors[project].Index().SelectMany(pair => pair.Item.Select(folder => (folder, pair.Index))).ToDictionary(pair => pair.folder, pair => pair.Index);

        Assert.Empty(arrows.Uses.Keys.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Where(folder => !floor.ContainsKey(folder)).Select(folder => $"{folder} has no place"));
        Assert.Empty(arrows.Uses.Where(use => floor[use.Key.From] <= floor[use.Key.To]).Select(use => $"{use.Key.From} -> {use.Key.To}: {string.Join(", ", use.Value)}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_lie_in_a_circle(string project) => Assert.Empty(FolderArrows.Of(project).Circles());

    [Fact]
    public void Every_kind_of_use_is_seen()
    {
        const string Target = "namespace P.Below; public static class Tool { public const int Size = 3; public static int Twice(this int x) => 2 * x; } public class Base;";
        var arrows = FolderArrows.Of(
            new Dictionary<string, string>
            {
                ["Below/Tool.cs"] = Target,
                ["Extension/A.cs"] = "using P.Below; namespace P.Extension; class A { int Do() => 3.Twice(); }",
                ["Constant/B.cs"] = "namespace P.Constant; class B { int Do() => P.Below.Tool.Size; }",
                ["Base/C.cs"] = "using P.Below; namespace P.Bases; class C : Base;",
                ["Comment/D.cs"] = "using P.Below; namespace P.Comment; /// <summary><see cref=\"Tool\"/></summary>\nclass D;",
            },
            []);

        Assert.Equal([("Base", "Below"), ("Constant", "Below"), ("Extension", "Below")], arrows.Uses.Keys);
    }

    [Fact]
    public void A_circle_is_found_with_its_way_round()
    {
        var arrows = FolderArrows.Of(
            new Dictionary<string, string>
            {
                ["A/A.cs"] = "namespace P; class A { B? b; }",
                ["B/B.cs"] = "namespace P; class B { C? c; }",
                ["C/C.cs"] = "namespace P; class C { A? a; }",
            },
            []);

        Assert.Equal(["A -> B -> C -> A", "B -> C -> A -> B", "C -> A -> B -> C"], arrows.Circles());
    }
}
