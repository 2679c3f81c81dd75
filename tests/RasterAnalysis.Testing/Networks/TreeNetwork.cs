namespace RasterAnalysis.Testing.Networks;

/// <summary>A forest of two trees over rows of two bands, whose lists a test may spoil.</summary>
public sealed class TreeNetwork
{
    /// <summary>Attributes of its <c>TreeEnsembleClassifier</c>. Sound: label 3 where band 0 is at most 10, else 7; the second tree has one leaf of no weight.</summary>
    public Dictionary<string, object> Lists { get; } = new()
    {
        ["nodes_treeids"] = new long[] { 0, 0, 0, 1 },
        ["nodes_nodeids"] = new long[] { 0, 1, 2, 0 },
        ["nodes_featureids"] = new long[] { 0, 0, 0, 0 },
        ["nodes_modes"] = new[] { "BRANCH_LEQ", "LEAF", "LEAF", "LEAF" },
        ["nodes_values"] = new[] { 10f, 0, 0, 0 },
        ["nodes_truenodeids"] = new long[] { 1, 0, 0, 0 },
        ["nodes_falsenodeids"] = new long[] { 2, 0, 0, 0 },
        ["class_treeids"] = new long[] { 0, 0, 0, 0, 1, 1 },
        ["class_nodeids"] = new long[] { 1, 1, 2, 2, 0, 0 },
        ["class_ids"] = new long[] { 0, 1, 0, 1, 0, 1 },
        ["class_weights"] = new[] { 0.75f, 0.25f, 0.25f, 0.75f, 0, 0 },
        ["classlabels_int64s"] = new long[] { 3, 7 },
        ["post_transform"] = "NONE",
    };

    /// <summary>The file, <c>[N, bands]</c> in, label and scores out.</summary>
    /// <param name="bands">Bands that the input declares: a number, or a symbol for any.</param>
    public byte[] Build(object? bands = null) => new OnnxModelBuilder()
        .Input("X", OnnxType.Float, "n", bands ?? 2)
        .Output("label", OnnxType.Int64, "n")
        .Output("scores", OnnxType.Float, "n", 2)
        .Call("ai.onnx.ml", "TreeEnsembleClassifier", ["X"], ["label", "scores"], [.. Lists.Select(pair => (pair.Key, pair.Value))])
        .Build();
}
