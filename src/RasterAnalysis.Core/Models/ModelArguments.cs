using System.Globalization;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.Models;

/// <summary>
/// The arguments of the built-in ONNX function (<c>docs/reference/model-packages.md#arguments</c>). Null means not given. Clients send every value as text, so texts,
/// numbers and booleans are taken alike.
/// </summary>
public sealed record ModelArguments
{
    /// <summary><c>int8_tolerance</c> and <c>float16_tolerance</c> where the job gives none.</summary>
    public const double DefaultTolerance = 1;

    /// <summary><c>threshold</c> where neither the job nor the definition gives one.</summary>
    public const double DefaultThreshold = 0.5;

    /// <summary>No argument given.</summary>
    public static ModelArguments None { get; } = new();

    /// <summary><c>padding</c>, in pixels.</summary>
    public int? Padding { get; init; }

    /// <summary><c>batch_size</c>, in tiles.</summary>
    public int? BatchSize { get; init; }

    /// <summary><c>tile_size</c>, pixels per side.</summary>
    public int? TileSize { get; init; }

    /// <summary><c>predict_background</c>.</summary>
    public bool? PredictBackground { get; init; }

    /// <summary><c>threshold</c>, a probability.</summary>
    public double? Threshold { get; init; }

    /// <summary><c>data_range</c>.</summary>
    public DataRangeArgument? DataRange { get; init; }

    /// <summary><c>test_time_augmentation</c>.</summary>
    public bool? TestTimeAugmentation { get; init; }

    /// <summary><c>merge_policy</c>.</summary>
    public MergePolicy? MergePolicy { get; init; }

    /// <summary><c>return_probability_raster</c>.</summary>
    public bool? ReturnProbabilityRaster { get; init; }

    /// <summary><c>allow_palette</c>: whether the numbers of a palette may be fed as if they were measured values.</summary>
    public bool? AllowPalette { get; init; }

    /// <summary><c>band_mapping</c>: for each band of the network, in its order, the raster's band: a number from 1 or a name. Null: as the definition says.</summary>
    public IReadOnlyList<string>? BandMapping { get; init; }

    /// <summary><c>precision</c>: what the network computes in.</summary>
    public NetworkPrecision? Precision { get; init; }

    /// <summary><c>int8_tolerance</c>: per cent of the labels of a sample that may differ from Float32's before it computes in Float32 after all.</summary>
    public double? Int8Tolerance { get; init; }

    /// <summary><c>float16_tolerance</c>: the same of a network in 16 bits.</summary>
    public double? Float16Tolerance { get; init; }

    /// <summary><c>minimum_mapping_unit</c>, <c>connectivity</c>, <c>sieve</c> and <c>majority_filter</c>: how the classified raster is smoothed, once all of it is there.</summary>
    public SmoothingOptions Smoothing { get; init; } = SmoothingOptions.None;

    /// <summary><c>confidence</c>: the measures that become a second raster, in their own order.</summary>
    public IReadOnlyList<ScoreMeasure> Measures { get; init; } = [];

    /// <summary><c>uncertain_below</c>: pixels whose class has a lower probability become the class Uncertain; null for none.</summary>
    public double? UncertainBelow { get; init; }

    /// <summary>Names that the built-in function does not know; each becomes a Warning.</summary>
    public IReadOnlyList<string> UnknownNames { get; init; } = [];

    private static readonly string[] Names =
    [
        "padding", "batch_size", "tile_size", "predict_background", "threshold", "data_range", "test_time_augmentation", "merge_policy",
        "return_probability_raster", "allow_palette", "band_mapping", "precision", "int8_tolerance", "float16_tolerance",
        .. SmoothingArguments.Names, .. MeasureArguments.Names,
    ];

    /// <summary>Whether the built-in function knows an argument, in any case and with or without underscores (some packages write <c>BatchSize</c>).</summary>
    public static bool IsKnown(string name) => Canonical(name) is not null;

    /// <summary>Whether an argument is about what the service makes of the result, and so is never what a package's own function calls so.</summary>
    public static bool IsOfResult(string name) => SmoothingArguments.Names.Concat(MeasureArguments.Names).Any(own => IsSameName(own, name));

    /// <summary>Whether two names mean the same argument.</summary>
    public static bool IsSameName(string name, string other) => Bare(name).Equals(Bare(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>The built-in function's own spelling of an argument's name; null when it has no such argument.</summary>
    public static string? Canonical(string name) => Names.FirstOrDefault(known => IsSameName(known, name));

    /// <summary>Reads the arguments of a request.</summary>
    /// <param name="values">Names and values; names in any case. A blank value means not given.</param>
    /// <param name="errors">Receives one fault for each value that cannot be taken.</param>
    public static ModelArguments Parse(IReadOnlyDictionary<string, string> values, ICollection<RequestError> errors)
    {
        var reader = new Reader(values, errors);
        var result = new ModelArguments
        {
            Padding = reader.Integer("padding", 0, 16384),
            BatchSize = reader.Integer("batch_size", 1, 4096),
            TileSize = reader.Integer("tile_size", 1, 32768),
            PredictBackground = reader.Boolean("predict_background"),
            Threshold = reader.Fraction("threshold"),
            DataRange = reader.Range("data_range"),
            TestTimeAugmentation = reader.Boolean("test_time_augmentation"),
            MergePolicy = reader.Policy("merge_policy"),
            ReturnProbabilityRaster = reader.Boolean("return_probability_raster"),
            AllowPalette = reader.Boolean("allow_palette"),
            BandMapping = reader.List("band_mapping"),
            Precision = reader.Precision("precision"),
            Int8Tolerance = reader.PerCent("int8_tolerance"),
            Float16Tolerance = reader.PerCent("float16_tolerance"),
            Smoothing = new SmoothingOptions
            {
                MinimumMappingUnit = reader.Integer(SmoothingArguments.Unit, 1, PatchFilter.LargestUnit) ?? 1,
                Connectivity = reader.OneOf(SmoothingArguments.Connectivity, [4, 8]) ?? SmoothingOptions.None.Connectivity,
                Sieve = reader.Sieve(SmoothingArguments.Sieve) ?? SieveRule.Unit,
                MajorityFilter = reader.OneOf(SmoothingArguments.Majority, SmoothingOptions.MajorityWindows) ?? 0,
            },
            Measures = reader.Measures(MeasureArguments.Measures) ?? [],
            UncertainBelow = reader.Fraction(MeasureArguments.Uncertain) is > 0 and var below ? below : null,
        };
        if (result is { ReturnProbabilityRaster: true, Smoothing.IsNone: false })
        {
            errors.Add(new RequestError(
                $"modelArguments.{(result.Smoothing.MajorityFilter > 0 ? SmoothingArguments.Majority : SmoothingArguments.Unit)}", "smooths classes; a raster of probabilities has none. Leave it out, or return_probability_raster."));
        }

        if (result.ReturnProbabilityRaster == true && (result.Measures.Count > 0 || result.UncertainBelow is not null))
        {
            errors.Add(new RequestError(
                $"modelArguments.{(result.Measures.Count > 0 ? MeasureArguments.Measures : MeasureArguments.Uncertain)}", "is about classes; a raster of probabilities has none. Leave it out, or return_probability_raster."));
        }

        return result with { UnknownNames = reader.Unknown() };
    }

    /// <summary>These, and of those that are not given the ones of somebody else.</summary>
    /// <param name="defaults">Those of somebody else; names among them that nobody knows are left aside.</param>
    public ModelArguments Or(ModelArguments defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        return this with
        {
            Padding = Padding ?? defaults.Padding,
            BatchSize = BatchSize ?? defaults.BatchSize,
            TileSize = TileSize ?? defaults.TileSize,
            PredictBackground = PredictBackground ?? defaults.PredictBackground,
            Threshold = Threshold ?? defaults.Threshold,
            DataRange = DataRange ?? defaults.DataRange,
            TestTimeAugmentation = TestTimeAugmentation ?? defaults.TestTimeAugmentation,
            MergePolicy = MergePolicy ?? defaults.MergePolicy,
            ReturnProbabilityRaster = ReturnProbabilityRaster ?? defaults.ReturnProbabilityRaster,
            AllowPalette = AllowPalette ?? defaults.AllowPalette,
            BandMapping = BandMapping ?? defaults.BandMapping,
            Precision = Precision ?? defaults.Precision,
            Int8Tolerance = Int8Tolerance ?? defaults.Int8Tolerance,
            Float16Tolerance = Float16Tolerance ?? defaults.Float16Tolerance,
        };
    }

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private sealed class Reader(IReadOnlyDictionary<string, string> values, ICollection<RequestError> errors)
    {
        public string? Text(string name)
        {
            return values.FirstOrDefault(pair => IsSameName(pair.Key, name) && !string.IsNullOrWhiteSpace(pair.Value)).Value?.Trim();
        }

        public int? Integer(string name, int lowest, int highest)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            // ArcGIS clients may write 56 as 56.0
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && Math.Floor(number) == number && number >= lowest && number <= highest)
            {
                return (int)number;
            }

            return Refuse<int>(name, $"'{Shorten(text)}' must be a whole number from {lowest} to {highest}.");
        }

        public int? OneOf(string name, IReadOnlyList<int> known)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && known.Any(one => one == number)
                ? (int)number : Refuse<int>(name, $"'{Shorten(text)}' must be {string.Join(", ", known.SkipLast(1))} or {known[^1]}.");
        }

        public SieveRule? Sieve(string name) => Text(name)?.ToUpperInvariant() switch
        {
            null => null,
            "UNIT" => SieveRule.Unit,
            "GDAL" => SieveRule.Gdal,
            _ => Refuse<SieveRule>(name, $"'{Shorten(Text(name)!)}' must be unit or gdal."),
        };

        public double? Fraction(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
                ? number
                : Refuse<double>(name, $"'{Shorten(text)}' must be a number from 0 to 1.");
        }

        public double? PerCent(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100
                ? number
                : Refuse<double>(name, $"'{Shorten(text)}' must be a number of per cent from 0 to 100.");
        }

        public NetworkPrecision? Precision(string name) => Text(name)?.ToUpperInvariant() switch
        {
            null => null,
            "FLOAT32" => NetworkPrecision.Float32,
            "INT8" => NetworkPrecision.Int8,
            "FLOAT16" => NetworkPrecision.Float16,
            _ => Refuse<NetworkPrecision>(name, $"'{Shorten(Text(name)!)}' must be float32, int8 or float16."),
        };

        public bool? Boolean(string name) => Text(name) is not { } text
            ? null
            : JsonReading.ParseBoolean(text) ?? Refuse<bool>(name, $"'{Shorten(text)}' must be True or False.");

        public DataRangeArgument? Range(string name) => Text(name) is not { } text
            ? null
            : DataRangeArgument.Parse(text)
                ?? Refuse<DataRangeArgument>(name, $"'{Shorten(text)}' must be 'none', or two numbers with the lower first, for example '0,1'.");

        public string[]? List(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            var entries = text.Split(',', StringSplitOptions.TrimEntries);
            if (entries.Contains(""))
            {
                errors.Add(new RequestError($"modelArguments.{name}", $"'{Shorten(text)}' must be bands with commas between them: numbers from 1, or names; for example '3,2,1'."));
                return null;
            }

            return entries;
        }

        public IReadOnlyList<ScoreMeasure>? Measures(string name)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            var measures = MeasureArguments.Read(text);
            if (measures is null)
            {
                errors.Add(new RequestError($"modelArguments.{name}", $"'{Shorten(text)}' must be none, or any of confidence, margin and entropy with commas between them."));
            }

            return measures;
        }

        public MergePolicy? Policy(string name) => Text(name)?.ToUpperInvariant() switch
        {
            null => null,
            "MEAN" => Models.MergePolicy.Mean,
            "MAX" => Models.MergePolicy.Max,
            "MIN" => Models.MergePolicy.Min,
            _ => Refuse<MergePolicy>(name, $"'{Shorten(Text(name)!)}' must be mean, max or min."),
        };

        public IReadOnlyList<string> Unknown() =>
            [.. values.Where(pair => !IsKnown(pair.Key) && !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => pair.Key)];

        private T? Refuse<T>(string name, string message)
            where T : struct
        {
            errors.Add(new RequestError($"modelArguments.{name}", message));
            return null;
        }

        private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
    }
}
