namespace RasterAnalysis.Locality;

/// <summary>
/// The table of ONNX Runtime's operators, which stand in networks that its own optimiser has saved: fused ones, those of quantised networks, and those of
/// tensors whose channels lie in blocks (<c>com.microsoft.nchwc</c>) or come last. Their attributes are those of
/// https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.
/// </summary>
internal static class RuntimeOperatorRules
{
    private const string Microsoft = "com.microsoft.";
    private const string Blocked = "com.microsoft.nchwc.";
    private static readonly Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>> Table = Make();

    /// <summary>Finds the rule of an operator; null when there is none.</summary>
    public static Func<NodeScope, IReadOnlyList<TensorFact>>? Find(string operation) => Table.GetValueOrDefault(operation);

    private static Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>> Make()
    {
        var table = new Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>>(StringComparer.Ordinal);
        void Add(string domain, Func<NodeScope, TensorFact> rule, params ReadOnlySpan<string> operators)
        {
            foreach (var name in operators)
            {
                table[domain + name] = scope => [rule(scope)];
            }
        }

        void AddBlocked(Func<NodeScope, TensorFact> rule, params ReadOnlySpan<string> operators) => Add(Blocked, scope => rule(scope) with { IsBlocked = true }, operators);

        Add(
            Microsoft, ElementwiseRules.First,
            "Gelu", "FastGelu", "QuickGelu", "BiasGelu", "QLinearSigmoid", "QLinearLeakyRelu", "QuantizeLinear", "DequantizeLinear");
        Add(Microsoft, ElementwiseRules.Broadcast, "BiasAdd");
        Add(Microsoft, ElementwiseRules.QuantizedPair, "QLinearAdd", "QLinearMul");
        Add(Microsoft, WindowRules.FusedConv, "FusedConv");
        Add(Microsoft, scope => ChannelsLast(scope, WindowRules.FusedConv), "NhwcConv", "NhwcFusedConv");
        Add(Microsoft, scope => Layout(scope, WindowRules.QLinearConv), "QLinearConv");
        Add(Microsoft, scope => Layout(scope, WindowRules.Pool), "QLinearAveragePool");
        Add(Microsoft, scope => Layout(scope, WindowRules.GlobalPool), "QLinearGlobalAveragePool");
        Add(Microsoft, scope => ChannelsLast(scope, WindowRules.Pool), "NhwcMaxPool");
        Add(Microsoft, MixingRules.Gemm, "FusedGemm");
        Add(Microsoft, MixingRules.FusedMatMul, "FusedMatMul", "TransposeMatMul");
        Add(Microsoft, MixingRules.MatMul, "MatMulIntegerToFloat", "MatMulInteger16");
        Add(Microsoft, MixingRules.DynamicQuantizeMatMul, "DynamicQuantizeMatMul");
        Add(Microsoft, MixingRules.SkipLayerNormalization, "SkipLayerNormalization", "SkipSimplifiedLayerNormalization");
        Add(Microsoft, MixingRules.GroupNorm, "GroupNorm");
        Add(Microsoft, MixingRules.QLinearSoftmax, "QLinearSoftmax");
        Add(Microsoft, LayoutRules.QLinearConcat, "QLinearConcat");
        Add(Microsoft, LayoutRules.Pad, "Pad");
        AddBlocked(WindowRules.FusedConv, "Conv");
        AddBlocked(WindowRules.Pool, "MaxPool", "AveragePool");
        AddBlocked(WindowRules.GlobalPool, "GlobalMaxPool", "GlobalAveragePool");
        AddBlocked(ElementwiseRules.First, "BatchNormalization");
        AddBlocked(ResizeRules.BlockedUpsample, "Upsample");
        AddBlocked(ReorderInput, "ReorderInput");
        Add(Blocked, ReorderOutput, "ReorderOutput");
        return table;
    }

    /// <summary>Into blocks of channels: axes stay batch, channels, rows, columns.</summary>
    private static TensorFact ReorderInput(NodeScope scope) => scope.Node.Int("channels_last", 0) != 0 ? ChannelsFirst(scope.Input(0)) : scope.Input(0);

    /// <summary>Out of blocks: what the last block has too many is left out.</summary>
    private static TensorFact ReorderOutput(NodeScope scope)
    {
        var image = scope.Input(0).WithAxis(1, TensorFact.PlainAxis(checked((int)scope.Node.Int("channels", 0)))) with { IsBlocked = false };
        return scope.Node.Int("channels_last", 0) != 0 ? Reordered(image, [0, .. Enumerable.Range(2, image.Axes.Count - 2), 1]) : image;
    }

    private static TensorFact Layout(NodeScope scope, Func<NodeScope, TensorFact> rule) =>
        scope.Node.Int("channels_last", 0) != 0 ? ChannelsLast(scope, rule) : rule(scope);

    /// <summary>A rule of channels that come first, for an image whose channels come last.</summary>
    private static TensorFact ChannelsLast(NodeScope scope, Func<NodeScope, TensorFact> rule)
    {
        var inner = scope.WithFirst(ChannelsFirst(scope.Input(0)));
        var result = rule(inner);
        scope.TakesWholeTile = inner.TakesWholeTile;
        return Reordered(result, [0, .. Enumerable.Range(2, result.Axes.Count - 2), 1]);
    }

    private static TensorFact ChannelsFirst(TensorFact image) => Reordered(image, [0, image.Axes.Count - 1, .. Enumerable.Range(1, image.Axes.Count - 2)]);

    private static TensorFact Reordered(TensorFact image, int[] order) => image with { Axes = [.. order.Select(axis => image.Axes[axis])], Values = null };
}
