namespace RasterAnalysis.Onnx;

/// <summary><c>BatchNormalization</c> in training mode: mean and variance are those of what is run, and the running ones, changed by these, are outputs.</summary>
public static class BatchStatistics
{
    /// <summary>Whether any node of a network normalises so.</summary>
    public static bool AreIn(OnnxModel model) => model.Graph.Nodes.Any(node => AreOf(node, node.Opset ?? model.Opset));

    /// <summary>Whether a node normalises so.</summary>
    /// <param name="node">The node.</param>
    /// <param name="opset">Version of its operators: training mode is an attribute from 14 on, and before, that the running mean and variance are outputs.</param>
    public static bool AreOf(OnnxNode node, long opset) =>
        node.Operator == "BatchNormalization" && (opset >= 14 ? node.Int("training_mode", 0) != 0 : node.Outputs.Count > 1);
}
