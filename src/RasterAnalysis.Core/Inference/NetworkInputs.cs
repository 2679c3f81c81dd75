using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>What a network over images takes, as its file and its definition declare it.</summary>
internal static class NetworkInputs
{
    // As many bands as a convolution takes at the most are tried where nothing says how many there are.
    private const int MostBands = 64;

    /// <summary>The only input of a network that takes an image.</summary>
    /// <exception cref="ModelPackageException">There are several, or it takes none.</exception>
    public static NetworkTensor Select(NetworkSignature signature)
    {
        if (signature.Inputs.Count != 1)
        {
            var names = string.Join(", ", signature.Inputs);
            throw new ModelPackageException($"The network has {signature.Inputs.Count} inputs ({names}); a network over images has one.");
        }

        var input = signature.Inputs[0];

        // one that is declared without a shape looks like a number by itself
        if (input.Dimensions.Count is not (0 or 4))
        {
            throw new ModelPackageException(
                $"The network's input {input} has {input.Dimensions.Count} axes; a network over images takes four: batch, bands, rows and columns.");
        }

        return input.ElementType is TensorElementType.Other or TensorElementType.Boolean
            ? throw new ModelPackageException($"The network's input {input} is of a type that pixels cannot be turned into.")
            : input;
    }

    /// <summary>What the file and the definition say of the input; more than one where its shape is not declared.</summary>
    /// <exception cref="ModelPackageException">They contradict one another, or say too little.</exception>
    public static IReadOnlyList<DeclaredInput> Declared(NetworkTensor input, OnnxModel? model, ModelDefinition definition, ICollection<string> warnings)
    {
        if (input.Dimensions.Count > 0)
        {
            return [Axes(input, InputLayout(input, definition, warnings), definition)];
        }

        int[] bands = definition.ExtractBands.Count > 0 ? [definition.ExtractBands.Count] : [.. ConvolvedBands(model)];
        TensorLayout[] layouts = definition.Layout is { } said ? [said] : [TensorLayout.Nchw, TensorLayout.Nhwc];
        return bands.Length > 0 ? [.. layouts.SelectMany(layout => bands.Select(count => new DeclaredInput(layout, null, count, null, null)))] : throw new ModelPackageException(
            $"The network's input {input} is declared without a shape, and nothing in the network says how many bands it takes; list them in ExtractBands of the .emd.");
    }

    /// <summary>How many bands the first convolution takes: most networks begin with one.</summary>
    private static IEnumerable<int> ConvolvedBands(OnnxModel? model)
    {
        var first = model?.Graph.Nodes.FirstOrDefault(node => node.Operator is "Conv" or "com.microsoft.FusedConv");
        return first is not null && model!.Graph.Initializers.TryGetValue(first.Input(1), out var weights) && weights.Dimensions is [_, var bands, _, _]
            && bands * first.Int("group", 1) is > 0 and <= MostBands and var taken ? [(int)taken] : [];
    }

    private static TensorLayout InputLayout(NetworkTensor input, ModelDefinition definition, ICollection<string> warnings)
    {
        var bands = definition.ExtractBands.Count;
        var first = input.Dimensions[1];
        var last = input.Dimensions[3];
        if (bands > 0 && first != last && (first == bands) != (last == bands))
        {
            return first == bands ? TensorLayout.Nchw : TensorLayout.Nhwc;
        }

        if (definition.Layout is { } said)
        {
            return said;
        }

        // a small last axis behind larger ones is a band axis; networks from TensorFlow look so
        if (last is > 0 and <= 16 && (first < 0 || first > 16))
        {
            warnings.Add($"The network's input {input} is read as batch, rows, columns, bands; say so with ModelFormat \"NHWC\" in the .emd.");
            return TensorLayout.Nhwc;
        }

        return TensorLayout.Nchw;
    }

    private static DeclaredInput Axes(NetworkTensor input, TensorLayout layout, ModelDefinition definition)
    {
        var d = input.Dimensions;
        var (c, h, w) = layout == TensorLayout.Nchw ? (d[1], d[2], d[3]) : (d[3], d[1], d[2]);
        var bands = c > 0 ? c : definition.ExtractBands.Count > 0 ? definition.ExtractBands.Count : throw new ModelPackageException(
            $"The network's input {input} does not say how many bands it takes; list them in ExtractBands of the .emd.");
        if (definition.ExtractBands.Count > 0 && definition.ExtractBands.Count != bands)
        {
            throw new ModelPackageException(
                $"ExtractBands of the .emd lists {definition.ExtractBands.Count} bands, but the network takes {bands}; list exactly {bands}.");
        }

        return new DeclaredInput(layout, Positive(d[0]), bands, Positive(h), Positive(w));
    }

    private static int? Positive(int dimension) => dimension > 0 ? dimension : null;
}
