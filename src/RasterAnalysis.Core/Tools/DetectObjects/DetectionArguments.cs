using System.Globalization;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Model arguments that only detectors have, beside those that all models have (<c>docs/reference/detect-objects.md#model-arguments</c>).</summary>
public sealed record DetectionArguments
{
    /// <summary>Side of the largest object that is looked for, in pixels; null when not given.</summary>
    public int? MaxObjectSize { get; init; }

    /// <summary><c>nms_overlap</c>: the largest overlap of two objects of a class, as area in common over area together, 0 to 1; null when not given.</summary>
    public double? NmsOverlap { get; init; }

    private const int Largest = 16384;

    // objects whose centre lies outside of a tile's core are always another tile's
    private static readonly string[] Others = ["exclude_pad_detections"];

    private static readonly string[] Names = ["max_object_size", "nms_overlap", .. Others];

    /// <summary>Whether this is an argument of detectors alone.</summary>
    public static bool IsKnown(string name) => Names.Any(known => ModelArguments.IsSameName(known, name));

    /// <summary>Reads the arguments of a request.</summary>
    /// <param name="values">Names and values; names in any case. A blank value means not given.</param>
    /// <param name="errors">Receives one fault for each value that cannot be taken.</param>
    public static DetectionArguments Parse(IReadOnlyDictionary<string, string> values, ICollection<RequestError> errors) => new()
    {
        MaxObjectSize = Number(values, "max_object_size", errors, number => number is >= 1 and <= Largest && Math.Floor(number) == number, $"must be a whole number of pixels from 1 to {Largest}.") is { } size
            ? (int)size : null,
        NmsOverlap = Number(values, "nms_overlap", errors, number => number is >= 0 and <= 1, "must be a number from 0 (objects do not overlap) to 1 (they may as they like)."),
    };

    private static double? Number(IReadOnlyDictionary<string, string> values, string name, ICollection<RequestError> errors, Func<double, bool> fits, string what)
    {
        var text = values.FirstOrDefault(pair => ModelArguments.IsSameName(pair.Key, name)).Value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number))
        {
            return number;
        }

        errors.Add(new RequestError($"modelArguments.{name}", $"'{(text.Length <= 40 ? text : text[..40] + "…")}' {what}"));
        return null;
    }
}
