using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary>Reads what a definition says of objects (<c>docs/reference/dlpk-and-emd.md#keys-of-detectors</c>).</summary>
internal static class DetectorDefinitionReader
{
    private static readonly string[] OverlapKeys = ["NMSOverlap", "nms_overlap", "NMS overlap", "NMS_overlap", "MaxOverlapRatio", "max_overlap_ratio"];

    /// <summary>Reads.</summary>
    /// <param name="keys">The definition.</param>
    /// <param name="task">Its task; one of objects.</param>
    /// <param name="threshold">Its <c>Threshold</c>.</param>
    /// <exception cref="ModelPackageException">A key has a value that it cannot have.</exception>
    public static DetectorDefinition Read(EmdKeys keys, ModelTask task, double? threshold) => new()
    {
        Task = task,
        Threshold = threshold,
        MaxOverlapRatio = ReadOverlap(keys),
        CropSizeFixed = ReadFlag(keys, "CropSizeFixed"),
        BlackenAroundFeature = ReadFlag(keys, "BlackenAroundFeature"),
        MinCellSize = ReadCellSize(keys, "MinCellSize"),
        MaxCellSize = ReadCellSize(keys, "MaxCellSize"),
        Layout = ReadLayout(keys),
    };

    private static double? ReadOverlap(EmdKeys keys)
    {
        var (key, node) = keys.First(OverlapKeys);
        return node is null ? null : node.AsNumber() is { } ratio && ratio is >= 0 and <= 1 ? ratio
            : throw keys.Fail($"{key} must be a number from 0 (no overlap) to 1 (any), not {EmdKeys.Shorten(node)}.");
    }

    private static bool? ReadFlag(EmdKeys keys, string key) => keys.Node(key) is not { } node ? null
        : node.AsBoolean() ?? throw keys.Fail($"{key} must be 1 or 0 (true or false), not {EmdKeys.Shorten(node)}.");

    private static CellSizeLimit? ReadCellSize(EmdKeys keys, string key)
    {
        switch (keys.Node(key))
        {
            case null:
                return null;
            case JsonObject size when size["x"].AsNumber() is > 0 and var x && (size["y"] is null ? x : size["y"].AsNumber()) is > 0 and var y:
                return new CellSizeLimit(x, y, size["spatialReference"] is JsonObject system ? (system["latestWkid"] ?? system["wkid"]).AsInt32() : null);
            case JsonValue value when value.AsNumber() is > 0 and var side:
                return new CellSizeLimit(side, side, null);
            case var other:
                throw keys.Fail($"{key} must be a size over 0, for example {{\"x\":0.3,\"y\":0.3,\"spatialReference\":{{\"wkid\":32633}}}}, not {EmdKeys.Shorten(other)}.");
        }
    }

    private static DetectorFamily? ReadLayout(EmdKeys keys)
    {
        if (keys.Node("DetectorLayout") is not { } node)
        {
            return null;
        }

        // a number is the text of a member for Enum's parser
        return node.AsText() is { } text && text.Any(char.IsLetter) && Enum.TryParse<DetectorFamily>(text.Trim(), ignoreCase: true, out var layout) && Enum.IsDefined(layout)
            ? layout : throw keys.Fail($"DetectorLayout must be one of {string.Join(", ", Enum.GetNames<DetectorFamily>())}, not {EmdKeys.Shorten(node)}.");
    }
}
