namespace RasterAnalysis.Locality;

/// <summary><c>Einsum</c>: products of tensors, summed over the letters that the result does not have.</summary>
internal static class EinsumRule
{
    public static TensorFact Einsum(NodeScope scope)
    {
        var equation = scope.Node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var terms = sides[0].Split(',');
        var inputs = Enumerable.Range(0, scope.InputCount).Select(scope.Input).ToArray();

        // an ellipsis, or a letter twice in a tensor, which takes its diagonal
        if (terms.Length != inputs.Length || terms.Where((term, i) => !term.All(char.IsAsciiLetter) || term.Distinct().Count() != inputs[i].Axes.Count || term.Length != inputs[i].Axes.Count).Any())
        {
            throw new UnknownTensorException();
        }

        // without an arrow: the letters that stand once, in order of the alphabet
        var letters = string.Concat(terms);
        var output = sides.Length > 1 ? sides[1] : string.Concat(letters.Where(letter => letters.Count(other => other == letter) == 1).Order());
        var isSumOfPlaces = terms.Where((term, i) => term.Where((letter, axis) => !output.Contains(letter) && TensorFact.IsSpatial(inputs[i].Axes[axis])).Any()).Any();

        // each tensor with the result's axes; what is summed is left out
        TensorFact[] aligned = [.. inputs.Select((input, i) => input with
        {
            Axes = [.. output.Select(letter => terms[i].IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis ? input.Axes[axis] : TensorFact.PlainAxis(1))],
            Values = null,
        })];
        if (IsEachWithEach(aligned))
        {
            throw new UnknownTensorException();
        }

        if (isSumOfPlaces)
        {
            scope.Break("mixes places of the tile with one another (attention)");
            scope.TakesWholeTile = !aligned.Any(input => input.HasSpace);
        }

        var result = ElementwiseRules.Combine(scope, aligned) with { Values = null, IsUniform = false };
        return result with { IsLost = isSumOfPlaces && result.HasSpace };
    }

    /// <summary>Whether the places of one tensor meet those of another along different axes.</summary>
    private static bool IsEachWithEach(TensorFact[] tensors) => ((ImageAxis[])[ImageAxis.Rows, ImageAxis.Columns]).Any(image =>
        tensors.SelectMany(tensor => tensor.Axes.Select((parts, axis) => (parts, axis))).Where(pair => pair.parts.Any(part => part.Image == image))
            .Select(pair => pair.axis).Distinct().Count() > 1);
}
