using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Models;

/// <summary>
/// Which defaults of a package's Python raster function hold for the built-in ONNX function: those of arguments that it knows, with values that it
/// takes, where the <c>.emd</c> does not say the same thing itself. ArcGIS's own functions let the <c>.emd</c> win too (<c>docs/reference/dlpk-and-emd.md#tiles</c>).
/// </summary>
public static class FunctionDefaults
{
    /// <summary>Chooses the defaults.</summary>
    /// <param name="function">The function; null when the package has none.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="warnings">Receives one warning for each value that the built-in function cannot take.</param>
    public static GivenArguments Choose(PythonFunction? function, ModelDefinition definition, ICollection<string> warnings)
    {
        var (texts, values) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), ModelArguments.None);
        foreach (var argument in function?.Arguments ?? [])
        {
            if (argument.Value is not { } value || !ModelArguments.IsKnown(argument.Name) || ModelArguments.IsOfResult(argument.Name) || SaysItself(definition, argument.Name))
            {
                continue;
            }

            var errors = new List<RequestError>();
            var read = ModelArguments.Parse(new Dictionary<string, string> { [argument.Name] = value }, errors);
            if (errors.Count == 0)
            {
                texts.TryAdd(argument.Name, value);
                values = values.Or(read);
            }
            else
            {
                warnings.Add($"{function!.File}: the default of {argument.Name} cannot be taken: {errors[0].Message}");
            }
        }

        return new GivenArguments(texts, values);
    }

    /// <summary>Whether a job gives an argument; a blank is none.</summary>
    public static bool IsGiven(IReadOnlyDictionary<string, string> given, string name) =>
        given.Any(pair => ModelArguments.IsSameName(pair.Key, name) && !string.IsNullOrWhiteSpace(pair.Value));

    private static bool SaysItself(ModelDefinition definition, string name) => ModelArguments.Canonical(name) switch
    {
        "padding" => definition.ModelPadding is not null,
        "batch_size" => definition.BatchSize is not null,
        "threshold" => definition.Threshold is not null,
        "test_time_augmentation" => definition.Document.ContainsKey("test_time_augmentation"),
        _ => false,
    };
}
