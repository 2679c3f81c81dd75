namespace RasterAnalysis.Locality;

/// <summary>
/// Operators of classic machine learning (<c>ai.onnx.ml</c>): each row of their input is taken by itself. Attributes are those of
/// https://github.com/onnx/onnx/blob/main/docs/Operators-ml.md.
/// </summary>
internal static class RowRules
{
    private const string Domain = "ai.onnx.ml.";

    /// <summary>Adds the operators.</summary>
    public static void AddTo(Dictionary<string, Func<NodeScope, IReadOnlyList<TensorFact>>> table)
    {
        foreach (var name in (string[])["TreeEnsembleClassifier", "LinearClassifier", "SVMClassifier"])
        {
            table[Domain + name] = scope => [Label(scope), Columns(scope, CountOfLabels(scope))];
        }

        foreach (var name in (string[])["TreeEnsembleRegressor", "LinearRegressor", "SVMRegressor"])
        {
            table[Domain + name] = scope => [Columns(scope, checked((int)scope.Node.Int("n_targets", scope.Node.Int("targets", 1))))];
        }

        foreach (var name in (string[])["Scaler", "Normalizer", "Imputer"])
        {
            table[Domain + name] = scope => [Columns(scope, null)];
        }

        table[Domain + "Binarizer"] = scope => [ElementwiseRules.First(scope)];
        table[Domain + "LabelEncoder"] = scope => [ElementwiseRules.First(scope)];
        table[Domain + "ArrayFeatureExtractor"] = scope => [Extract(scope)];
    }

    private static int CountOfLabels(NodeScope scope)
    {
        var node = scope.Node;
        return Math.Max(
            node.Attribute("classlabels_strings")?.Texts.Count ?? 0, (node.Ints("classlabels_int64s") ?? node.Ints("classlabels_ints"))?.Count ?? 0);
    }

    private static TensorFact Label(NodeScope scope)
    {
        var rows = Rows(scope);
        return rows with { Axes = [rows.Axes[0]], Values = null };
    }

    private static TensorFact Columns(NodeScope scope, int? count)
    {
        var rows = Rows(scope);
        return count is null ? rows with { Values = null } : rows with { Axes = [rows.Axes[0], TensorFact.PlainAxis(count.Value)], Values = null };
    }

    private static TensorFact Rows(NodeScope scope)
    {
        var rows = scope.Input(0);
        if (rows.Axes.Count != 2)
        {
            throw new UnknownTensorException();
        }

        if (!TensorFact.IsSpatial(rows.Axes[1]))
        {
            return rows;
        }

        scope.Break("computes with places of the tile as if they were bands");
        return rows.WithoutSpace();
    }

    /// <summary>Columns of a tensor; or, of a constant list, the element that each pixel's index names.</summary>
    private static TensorFact Extract(NodeScope scope)
    {
        var (from, indices) = (scope.Input(0), scope.Input(1));
        if (from.IsData)
        {
            return indices.IsData || TensorFact.IsSpatial(from.Axes[^1])
                ? throw new UnknownTensorException() : from.WithAxis(from.Axes.Count - 1, TensorFact.PlainAxis(checked((int)indices.Count)));
        }

        IReadOnlyList<AxisPart>[] leading = from.Axes.Count > 1 ? [.. from.Axes.Take(from.Axes.Count - 1)] : [TensorFact.PlainAxis(1)];
        return leading.All(axis => TensorFact.LengthOf(axis) == 1)
            ? indices with { Axes = [.. leading, [.. indices.Axes.SelectMany(axis => axis)]], Values = null } : throw new UnknownTensorException();
    }
}
