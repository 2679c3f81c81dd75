namespace RasterAnalysis.Locality;

/// <summary>The table of ONNX's own operators. What is neither in it nor in that of ONNX Runtime's counts as breaking locality.</summary>
internal static class OperatorRules
{
    private static readonly Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>> Table = Make();

    /// <summary>Finds the rule of an operator; null when there is none.</summary>
    /// <param name="operation">The operator with its domain, as <see cref="Onnx.OnnxNode.Operator"/> writes it.</param>
    public static Func<NodeScope, IReadOnlyList<TensorFact>>? Find(string operation) => Table.GetValueOrDefault(operation) ?? RuntimeOperatorRules.Find(operation);

    private static Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>> Make()
    {
        var table = new Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>>(StringComparer.Ordinal);
        void Add(Func<NodeScope, TensorFact> rule, params string[] operators)
        {
            foreach (var name in operators)
            {
                table[name] = scope => [rule(scope)];
            }
        }

        Add(
            ElementwiseRules.Broadcast,
            "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Min", "Max", "Mean", "Sum", "Where", "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual",
            "And", "Or", "Xor", "PRelu", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot", "Abs", "Neg", "Floor", "Ceil", "Round", "Sqrt", "Not", "Cast");
        Add(
            ElementwiseRules.First,
            "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Mish", "Gelu", "Swish", "Tanh",
            "Softplus", "Softsign", "ThresholdedRelu", "Shrink", "Exp", "Log", "Reciprocal", "Sign", "Erf", "Clip", "CastLike", "IsNaN", "IsInf",
            "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "QuantizeLinear", "DequantizeLinear", "LRN");
        Add(ElementwiseRules.Dropout, "Dropout");
        Add(ElementwiseRules.Random, "RandomNormalLike", "RandomUniformLike", "RandomNormal", "RandomUniform", "Bernoulli", "Multinomial");
        Add(ElementwiseRules.BatchNormalization, "BatchNormalization");
        Add(scope => scope.Input(0), "Identity");
        Add(WindowRules.Conv, "Conv", "ConvInteger");
        Add(WindowRules.QLinearConv, "QLinearConv");
        Add(WindowRules.ConvTranspose, "ConvTranspose");
        Add(WindowRules.Pool, "MaxPool", "AveragePool", "LpPool");
        Add(WindowRules.GlobalPool, "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool");
        Add(ResizeRules.Resize, "Resize");
        Add(ResizeRules.Upsample, "Upsample");
        Add(ResizeRules.DepthToSpace, "DepthToSpace");
        Add(ResizeRules.SpaceToDepth, "SpaceToDepth");
        Add(LayoutRules.Reshape, "Reshape");
        Add(LayoutRules.Flatten, "Flatten");
        Add(LayoutRules.Transpose, "Transpose");
        Add(LayoutRules.Squeeze, "Squeeze");
        Add(LayoutRules.Unsqueeze, "Unsqueeze");
        Add(LayoutRules.Slice, "Slice");
        Add(LayoutRules.Concat, "Concat");
        Add(LayoutRules.Gather, "Gather");
        Add(LayoutRules.Pad, "Pad");
        Add(LayoutRules.Expand, "Expand");
        Add(LayoutRules.Tile, "Tile");
        Add(MixingRules.MatMul, "MatMul", "MatMulInteger");
        Add(MixingRules.QLinearMatMul, "QLinearMatMul");
        Add(MixingRules.Gemm, "Gemm");
        Add(EinsumRule.Einsum, "Einsum");
        Add(MixingRules.Softmax, "Softmax", "LogSoftmax", "Hardmax");
        Add(MixingRules.InstanceNormalization, "InstanceNormalization");
        Add(MixingRules.GroupNormalization, "GroupNormalization");
        Add(MixingRules.LayerNormalization, "LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization");
        Add(MixingRules.MeanVarianceNormalization, "MeanVarianceNormalization");
        Add(MixingRules.LpNormalization, "LpNormalization");
        Add(MixingRules.CumSum, "CumSum");
        Add(
            MixingRules.Reduce,
            "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare");
        Add(MixingRules.ArgReduce, "ArgMax", "ArgMin");
        Add(ConstantRules.Constant, "Constant");
        Add(ConstantRules.Shape, "Shape");
        Add(ConstantRules.Size, "Size");
        Add(ConstantRules.ConstantOfShape, "ConstantOfShape");
        Add(ConstantRules.Range, "Range");
        RowRules.AddTo(table);
        table["Split"] = LayoutRules.Split;
        table["TopK"] = MixingRules.TopK;
        table["DynamicQuantizeLinear"] = scope => [MixingRules.DynamicQuantizeLinear(scope), TensorFact.Plain([], true), TensorFact.Plain([], true)];
        return table;
    }
}
