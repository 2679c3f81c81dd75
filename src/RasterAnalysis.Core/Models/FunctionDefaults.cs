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
    public static IReadOnlyDictionary<string, string> Choose(PythonFunction? function, ModelDefinition definition, ICollection<string> warnings)
    {
        var defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in function?.Arguments ?? [])
        {
            if (argument.Value is not { } value || !ModelArguments.IsKnown(argument.Name) || SaysItself(definition, argument.Name))
            {
                continue;
            }

            var errors = new List<RequestError>();
            ModelArguments.Parse(new Dictionary<string, string> { [argument.Name] = value }, errors);
            if (errors.Count == 0)
            {
                defaults.TryAdd(argument.Name, value);
            }
            else
            {
                warnings.Add($"{function!.File}: the default of {argument.Name} cannot be taken: {errors[0].Message}");
            }
        }

        return defaults;
    }

    /// <summary>Whether a job gives an argument; a blank is none.</summary>
    public static bool IsGiven(IReadOnlyDictionary<string, string> given, string name) =>
        given.Any(pair => ModelArguments.IsSameName(pair.Key, name) && !string.IsNullOrWhiteSpace(pair.Value));

    /// <summary>The arguments of a job, with the defaults of those that it does not give.</summary>
    public static IReadOnlyDictionary<string, string> Fill(IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string> defaults) =>
        given.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Concat(defaults.Where(pair => !IsGiven(given, pair.Key))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool SaysItself(ModelDefinition definition, string name) => ModelArguments.Canonical(name) switch
    {
        "padding" => definition.ModelPadding is not null,
        "batch_size" => definition.BatchSize is not null,
        "threshold" => definition.Threshold is not null,
        "test_time_augmentation" => definition.Document.ContainsKey("test_time_augmentation"),
        _ => false,
    };
}
