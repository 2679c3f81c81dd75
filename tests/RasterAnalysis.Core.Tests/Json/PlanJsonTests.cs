using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Json;

public sealed class PlanJsonTests
{
    [Fact]
    public void Values_of_prepared_types_are_written_and_read_like_others()
    {
        var nothing = new Dictionary<string, double>();
        var tree = new Tree("oak", [new Tree("acorn", [], null, nothing), new Tree("leaf", [], PixelType.F32, nothing)], null, new Dictionary<string, double> { ["height"] = double.NaN });
        PlanJson.Prepare(typeof(Tree));
        PlanJson.Prepare(typeof(Tree), typeof(List<Tree>), typeof(int?));

        var text = PlanJson.Write(tree);

        Assert.Equal(
            """{"name":"oak","parts":[{"name":"acorn","parts":[],"sizes":{}},{"name":"leaf","parts":[],"type":"f32","sizes":{}}],"sizes":{"height":"NaN"}}""", text);
        Assert.Equal(text, PlanJson.Write(PlanJson.Read<Tree>(text)));
        Assert.Equal($"[{text}]", PlanJson.Write<List<Tree>>([tree]));
    }

    [Fact]
    public void A_type_that_cannot_be_written_is_refused_when_it_is_prepared() => Assert.Throws<InvalidOperationException>(() => PlanJson.Prepare(typeof(List<Twins>)));

    private sealed record Twins(int Name, [property: System.Text.Json.Serialization.JsonPropertyName("name")] int Other);

    private sealed record Tree(string Name, IReadOnlyList<Tree> Parts, PixelType? Type, IReadOnlyDictionary<string, double> Sizes);
}
