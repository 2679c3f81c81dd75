using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Core.Tests.Models;

/// <summary>Networks over rows of bands: how they are read, wrapped and refused.</summary>
public sealed class PixelNetworkPackageTests : IDisposable
{
    private static readonly (long, string, int[])[] Classes = [(3, "Low", [1, 2, 3]), (7, "High", [4, 5, 6])];
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-package-").FullName;

    /// <summary>List of the forest, what it is made, and what the refusal says.</summary>
    public static TheoryData<string, object, string> Spoiled => new()
    {
        { "nodes_truenodeids", new long[] { 5, 0, 0, 0 }, "nodes_truenodeids[0]: the tree 0 has no node 5" },
        { "nodes_truenodeids", new long[] { 0, 0, 0, 0 }, "in a circle" },
        { "nodes_truenodeids", new long[] { 2, 0, 0, 0 }, "below another one already" },
        { "nodes_truenodeids", new long[] { 1, 0, 0 }, "nodes_truenodeids has 3 elements and nodes_nodeids 4" },
        { "nodes_nodeids", new long[] { 0, 1, 1, 0 }, "the tree 0 has the node 1 twice" },
        { "nodes_nodeids", Array.Empty<long>(), "and nodes_nodeids 0" },
        { "nodes_treeids", new long[] { 0, 0, 0, 0 }, "the tree 0 has the node 0 twice" },
        { "nodes_treeids", new long[] { 0, 0, 2, 1 }, "the tree 0 has no node 2" },
        { "nodes_featureids", new long[] { 2, 0, 0, 0 }, "nodes_featureids[0]: 2 is no band of 2" },
        { "nodes_featureids", new long[] { -1, 0, 0, 0 }, "nodes_featureids[0]: -1 is no band" },
        { "nodes_values", new[] { float.NaN, 0, 0, 0 }, "nodes_values[0]: the threshold is no number" },
        { "nodes_modes", new[] { "BRANCH_SIDEWAYS", "LEAF", "LEAF", "LEAF" }, "'BRANCH_SIDEWAYS' is no mode" },
        { "nodes_modes", new[] { "LEAF", "LEAF", "LEAF", "LEAF" }, "the tree 0 has a second root" },
        { "class_ids", new long[] { 0, 1, 0, 2, 0, 1 }, "class_ids[3]: 2 is none of 2" },
        { "class_nodeids", new long[] { 1, 1, 0, 2, 0, 0 }, "class_nodeids[2]: the tree 0 has no leaf 0" },
        { "class_weights", new[] { 0.75f }, "class_weights has 1 elements" },
        { "class_weights", new[] { 0.75f, float.PositiveInfinity, 0, 0, 0, 0 }, "class_weights[1]: the weight is no number" },
        { "classlabels_int64s", new long[] { 3, 3 }, "the label 3 more than once" },
        { "classlabels_int64s", new long[] { 3, 8 }, "labels 8 are no Value of Classes (3, 7)" },
        { "classlabels_int64s", new long[] { 3 }, "class_ids[1]: 1 is none of 1" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Trees_that_are_none_are_refused(string list, object value, string expected)
    {
        var network = new TreeNetwork();
        network.Lists[list] = value;

        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => Read(network.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_beside_the_root_is_refused()
    {
        var network = new TreeNetwork();
        network.Lists["nodes_treeids"] = new long[] { 0, 0, 0, 0, 0 };
        network.Lists["nodes_nodeids"] = new long[] { 0, 1, 2, 3, 4 };
        network.Lists["nodes_featureids"] = new long[5];
        network.Lists["nodes_modes"] = new[] { "LEAF", "BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF" };
        network.Lists["nodes_values"] = new float[5];
        network.Lists["nodes_truenodeids"] = new long[] { 0, 2, 1, 0, 0 };
        network.Lists["nodes_falsenodeids"] = new long[] { 0, 3, 4, 0, 0 };

        Assert.Contains("4 nodes lie in a circle or below one", Assert.Throws<ModelPackageException>(() => Read(network.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_network_lies_beside_the_file_which_stays()
    {
        var network = new TreeNetwork().Build();
        var package = Read(network);

        Assert.Equal(network, File.ReadAllBytes(Path.Combine(_folder, "network.onnx")));
        Assert.Equal(_folder, Path.GetDirectoryName(package.NetworkPath));
        Assert.Equal([-1, 2, -1, -1], package.Network!.Graph.Declared[package.Network.Graph.Inputs.Single()].Dimensions);
        Assert.Equal([-1, 1, -1, -1], package.Network.Graph.Declared[package.Network.Graph.Outputs.Single()].Dimensions);
        Assert.Equal(package.NetworkPath, Read(network).NetworkPath);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Other_classes_make_another_image_network()
    {
        var network = new TreeNetwork();
        network.Lists["classlabels_int64s"] = new long[] { 0, 1 };
        var first = Read(network.Build()).NetworkPath;
        var second = Read(network.Build(), classes: [(5, "Low", [1, 2, 3]), (9, "High", [4, 5, 6])]).NetworkPath;

        Assert.NotEqual(first, second);
        var node = OnnxModelReader.Read(second).Graph.Nodes.Single(node => node.OpType == "TreeEnsembleClassifier");
        Assert.Equal([5, 9], node.Ints("classlabels_int64s"));
    }

    [Fact]
    public void What_was_put_in_the_place_of_the_image_network_is_not_taken_for_it()
    {
        var path = Read(new TreeNetwork().Build()).NetworkPath;
        File.WriteAllBytes(path, [1, 2, 3]);

        Assert.Equal(path, Read(new TreeNetwork().Build()).NetworkPath);
        Assert.Contains(OnnxModelReader.Read(path).Graph.Nodes, node => node.OpType == "TreeEnsembleClassifier");
    }

    [Fact]
    public void OutputName_reads_the_scores_in_the_order_of_the_classes()
    {
        var package = Read(new TreeNetwork().Build(), [(7, "High", [4, 5, 6]), (3, "Low", [1, 2, 3])], ("OutputName", "scores"));

        Assert.Equal([-1, -1, -1, 2], package.Network!.Graph.Declared[package.Network.Graph.Outputs.Single()].Dimensions);
        var gather = package.Network.Graph.Nodes.Single(node => node.OpType == "Gather" && node.Input(0) == "scores");
        Assert.Equal([1.0, 0], package.Network.Graph.Nodes.Single(node => node.Outputs.Contains(gather.Input(1))).Attribute("value")!.Tensor!.Values!);
    }

    [Theory]
    [InlineData("nothing", null, "OutputName is 'nothing', but what the network gives for each row is: label, scores")]
    [InlineData(null, "[0, 1, 2]", "ExtractBands of the .emd lists 3 bands, but the network takes rows of 2")]
    public void What_does_not_fit_is_refused(string? output, string? bands, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ModelPackageException>(() => Read(
            new TreeNetwork().Build(), null, ("OutputName", output), ("ExtractBands", bands is null ? null : JsonNode.Parse(bands)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_row_of_any_length_takes_the_listed_bands()
    {
        Assert.Contains("list them in ExtractBands", Assert.Throws<ModelPackageException>(() => Read(new TreeNetwork().Build("bands"))).Message, StringComparison.Ordinal);

        var package = Read(new TreeNetwork().Build("bands"), null, ("ExtractBands", new JsonArray(3, 1)));
        Assert.Equal([-1, 2, -1, -1], package.Network!.Graph.Declared[package.Network.Graph.Inputs.Single()].Dimensions);
    }

    [Fact]
    public void A_definition_in_a_store_is_not_wrapped()
    {
        Write(new TreeNetwork().Build(), null);

        var message = Assert.Throws<ModelPackageException>(() => ModelPackageReader.ReadDefinitionFile(Path.Combine(_folder, "model.emd"))).Message;
        Assert.Contains("pack the .emd and the network as a .dlpk", message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Values_that_Float32_cannot_hold_are_refused()
    {
        var network = new TreeNetwork();
        network.Lists["classlabels_int64s"] = new long[] { 3, 16777217 };

        var message = Assert.Throws<ModelPackageException>(() => Read(network.Build(), [(3, "Low", [1, 2, 3]), (16777217, "High", [4, 5, 6])])).Message;
        Assert.Contains("Classes has the Value 16777217", message, StringComparison.Ordinal);
    }

    private ModelPackage Read(byte[] network, (long, string, int[])[]? classes = null, params (string, JsonNode?)[] more)
    {
        Write(network, classes, more);
        return ModelPackageReader.Read(_folder);
    }

    private void Write(byte[] network, (long, string, int[])[]? classes, params (string, JsonNode?)[] more)
    {
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), network);
        File.WriteAllText(Path.Combine(_folder, "model.emd"), TestPackages.Definition(classes ?? Classes, more).ToJsonString(), Encoding.UTF8);
    }
}
