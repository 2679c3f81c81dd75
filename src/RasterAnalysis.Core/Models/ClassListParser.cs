using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary>Reads <c>Classes</c>: <c>Value/Name/Color</c>, or the older <c>ClassValue/ClassName/Color</c> (<c>docs/reference/dlpk-and-emd.md#keys</c>).</summary>
internal static class ClassListParser
{
    private const int MaxClasses = 65536;

    public static IReadOnlyList<ClassDefinition> Parse(EmdKeys keys)
    {
        var list = keys.Node("Classes") switch
        {
            JsonArray { Count: 0 } or null =>
                throw keys.Fail("Classes is missing; list one {\"Value\":1,\"Name\":\"Water\",\"Color\":[0,0,255]} for each class."),
            JsonArray { Count: > MaxClasses } array => throw keys.Fail($"Classes has {array.Count} entries; at most {MaxClasses} are taken."),
            JsonArray array => array,
            _ => throw keys.Fail("Classes must be a list of {\"Value\",\"Name\",\"Color\"}."),
        };
        var classes = list.Select((node, index) => ParseOne(keys, node, index)).ToArray();
        var doubled = classes.GroupBy(c => c.Value).FirstOrDefault(group => group.Count() > 1);
        return doubled is null
            ? classes
            : throw keys.Fail($"Classes has the Value {doubled.Key} more than once; each class needs its own.");
    }

    private static ClassDefinition ParseOne(EmdKeys keys, JsonNode? node, int index)
    {
        if (node is not JsonObject entry)
        {
            throw keys.Fail($"Classes[{index}] must be an object with Value, Name and Color.");
        }

        var value = (entry["Value"] ?? entry["ClassValue"]).AsInteger()
            ?? throw keys.Fail($"Classes[{index}].Value must be a whole number.");
        if (value is < int.MinValue or > uint.MaxValue - 1)
        {
            throw keys.Fail($"Classes[{index}].Value is {value}; it must fit 32 bits.");
        }

        var name = (entry["Name"] ?? entry["ClassName"]).AsText();
        return new ClassDefinition(value, string.IsNullOrWhiteSpace(name) ? $"Class {value}" : name.Trim(), ParseColor(keys, entry["Color"], index));
    }

    private static RgbColor ParseColor(EmdKeys keys, JsonNode? node, int index)
    {
        var parts = node.AsNumbers();

        // [-1,-1,-1] is arcgis.learn's way to say that no colour was given
        if (parts is null || parts.Count < 3 || parts.Any(part => part < 0))
        {
            return ClassPalette.ColorOf(index);
        }

        if (parts.Take(3).All(part => part <= 255))
        {
            return new RgbColor((byte)Math.Round(parts[0]), (byte)Math.Round(parts[1]), (byte)Math.Round(parts[2]));
        }

        keys.Warn($"Classes[{index}].Color has a part over 255; another colour was chosen.");
        return ClassPalette.ColorOf(index);
    }
}
