using System.Text;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing;

/// <summary>STAC items with the Machine Learning Model extension, beside a network <c>network.onnx</c>.</summary>
public static class MlmItems
{
    /// <summary>An item of a network that takes <paramref name="bands"/> bands and has classes 0 to <paramref name="classes"/> − 1.</summary>
    public static JsonObject Item(int bands, int classes) => new()
    {
        ["type"] = "Feature",
        ["stac_version"] = "1.1.0",
        ["stac_extensions"] = new JsonArray("https://stac-extensions.github.io/mlm/v1.5.0/schema.json"),
        ["id"] = "water",
        ["geometry"] = null,
        ["properties"] = new JsonObject
        {
            ["datetime"] = "2026-01-01T00:00:00Z",
            ["mlm:name"] = "Water",
            ["mlm:architecture"] = "U-Net",
            ["mlm:framework"] = "PyTorch",
            ["mlm:tasks"] = new JsonArray("semantic-segmentation"),
            ["mlm:input"] = new JsonArray(new JsonObject
            {
                ["name"] = "input",
                ["bands"] = new JsonArray(),
                ["input"] = new JsonObject
                {
                    ["shape"] = new JsonArray(-1, bands, -1, -1),
                    ["dim_order"] = new JsonArray("batch", "channel", "height", "width"),
                    ["data_type"] = "float32",
                },
                ["value_scaling"] = null,
                ["resize_type"] = null,
            }),
            ["mlm:output"] = new JsonArray(new JsonObject
            {
                ["name"] = "output",
                ["tasks"] = new JsonArray("semantic-segmentation"),
                ["result"] = new JsonObject
                {
                    ["shape"] = new JsonArray(-1, classes, -1, -1),
                    ["dim_order"] = new JsonArray("batch", "class", "height", "width"),
                    ["data_type"] = "float32",
                },
                ["classification:classes"] = new JsonArray([.. Enumerable.Range(0, classes).Select(k => (JsonNode)new JsonObject
                {
                    ["value"] = k, ["name"] = $"class_{k}", ["title"] = $"Class {k}", ["description"] = $"Class {k}", ["color_hint"] = $"{k * 40:X2}80FF",
                })]),
            }),
        },
        ["links"] = new JsonArray(),
        ["assets"] = new JsonObject
        {
            ["code"] = new JsonObject { ["href"] = "https://example.com/code.zip", ["roles"] = new JsonArray("code") },
            ["weights"] = new JsonObject { ["href"] = "./network.onnx", ["roles"] = new JsonArray("mlm:model"), ["mlm:artifact_type"] = "ONNX" },
        },
    };

    /// <summary>An item with one value replaced: members and places from the item on, for example <c>properties, mlm:input, 0, value_scaling</c>.</summary>
    public static JsonObject With(this JsonObject item, JsonNode? value, params object[] path)
    {
        JsonNode node = item;
        foreach (var part in path[..^1])
        {
            node = part is int place ? node[place]! : node[(string)part]!;
        }

        if (path[^1] is int last)
        {
            node[last] = value;
        }
        else
        {
            node[(string)path[^1]] = value;
        }

        return item;
    }

    /// <summary>A zip archive of an item and a network.</summary>
    public static byte[] Package(JsonNode item, byte[] network) =>
        TestPackages.Zip(("item.json", Encoding.UTF8.GetBytes(item.ToJsonString())), ("network.onnx", network));
}
