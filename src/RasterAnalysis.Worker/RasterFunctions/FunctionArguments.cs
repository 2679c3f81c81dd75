using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>A job's model arguments where the package runs by its Python raster function: the function's own, and the few that the service itself heeds.</summary>
internal static class FunctionArguments
{
    /// <summary>The arguments that the service heeds, with the package's defaults for those that are not given. What a function calls as one of those is called is the function's.</summary>
    public static ModelArguments OfService(ModelPackage package, ModelArguments given) => package.Origin == NetworkOrigin.Python
        ? new ModelArguments
        {
            AllowPalette = given.AllowPalette,
            BandMapping = given.BandMapping,
            Smoothing = SmoothingArguments.Without(given.Smoothing, name => Declares(package, name)),
            Measures = Declares(package, MeasureArguments.Measures) ? [] : given.Measures,
            UncertainBelow = Declares(package, MeasureArguments.Uncertain) ? null : given.UncertainBelow,
        }
        : given.Or(package.ArgumentDefaults.Values);

    /// <summary>The arguments that the function is given; blanks are none.</summary>
    public static IReadOnlyDictionary<string, string> OfFunction(ModelPackage package, IReadOnlyDictionary<string, string> given) =>
        given.Where(pair => (!IsOfService(pair.Key) || Declares(package, pair.Key)) && !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary();

    /// <summary>The arguments that a job may give.</summary>
    public static IReadOnlyList<ModelArgumentInfo> Describe(FunctionConfiguration configuration) =>
    [
        .. configuration.Parameters.Select(parameter => new ModelArgumentInfo(
            parameter.Name, parameter.DataType, parameter.Value ?? "", parameter.DisplayName.Length > 0 ? parameter.DisplayName : parameter.Name, parameter.Description)
        {
            Required = parameter.IsRequired, Domain = parameter.Domain,
        }),
        .. SmoothingArguments.All.Where(argument => !configuration.Parameters.Any(parameter => ModelArguments.IsSameName(argument.Name, parameter.Name))),
    ];

    /// <summary>Says what a function left aside.</summary>
    /// <param name="session">What runs; a network's says nothing.</param>
    /// <param name="say">Hears what users may want to know.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    public static void Report(INetworkSession session, Action<JobMessageType, string> say, ICollection<string> warnings)
    {
        if (session is not FunctionSession function)
        {
            return;
        }

        foreach (var name in function.Configuration.Unknown)
        {
            warnings.Add($"The model argument {name} is not known to the package's function and was left aside.");
        }

        say(JobMessageType.Informative, $"The package's Python raster function runs; it takes {Takes(function.Configuration)}.");
    }

    private static string Takes(FunctionConfiguration configuration) =>
        configuration.Parameters.Count == 0 ? "no arguments" : string.Join(", ", configuration.Parameters.Select(parameter => parameter.Name));

    private static bool Declares(ModelPackage package, string name) => package.Function?.Arguments.Any(argument => ModelArguments.IsSameName(argument.Name, name)) == true;

    private static bool IsOfService(string name) => ModelArguments.IsOfResult(name) || ModelArguments.IsSameName(name, "allow_palette") || ModelArguments.IsSameName(name, "band_mapping");
}
