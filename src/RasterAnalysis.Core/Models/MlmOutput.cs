using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary><c>mlm:tasks</c> and <c>mlm:output</c> of an item: what a network gives, and its classes.</summary>
internal static class MlmOutput
{
    private static readonly string[] PixelTasks = ["semantic-segmentation", "segmentation"];

    // a generic word, which may mean pixels too
    private const string Generic = "classification";

    /// <summary>Fills keys of the <c>.emd</c> from the output that classifies pixels.</summary>
    /// <returns>That output.</returns>
    /// <exception cref="ModelPackageException">A field cannot be taken; the text names it.</exception>
    public static MlmField Fill(MlmField properties, JsonObject document, ICollection<string> warnings)
    {
        RequireTask(properties["mlm:tasks"], warnings);
        var outputs = properties["mlm:output"].Needed("outputs of the network");
        var fit = outputs.Where(output => Tasks(output.Object()["tasks"]).Any(task => PixelTasks.Contains(task) || task == Generic)).ToArray();
        var output = fit.FirstOrDefault(found => found["name"].Text() == document["OutputName"].AsText()) ?? fit.FirstOrDefault()
            ?? throw properties["mlm:output"].Fail("has no output whose tasks are semantic-segmentation; this tool classifies pixels");
        if (output["post_processing_function"] is { Node: not null and not JsonArray { Count: 0 } } after)
        {
            warnings.Add($"{after.Path} of the MLM item is not run: the classes are decided from what the network gives.");
        }

        // the specification's own examples have both
        var classes = output["classification:classes"].Node is not null ? output["classification:classes"] : output["classification_classes"];
        if (!document.ContainsKey("Classes") && classes.List("classes") is { Count: > 0 } list)
        {
            document["Classes"] = new JsonArray([.. list.Select(ReadClass)]);
        }

        return output;
    }

    private static string[] Tasks(MlmField field) => [.. field.List("tasks").Select(task => task.Text()?.ToLowerInvariant() ?? "")];

    private static void RequireTask(MlmField field, ICollection<string> warnings)
    {
        field.Needed("tasks, for example semantic-segmentation");
        var tasks = Tasks(field);
        if (tasks.Any(PixelTasks.Contains))
        {
            return;
        }

        if (!tasks.Contains(Generic))
        {
            throw field.Fail($"is {PackagePath.Shown(string.Join(", ", tasks))}; this tool classifies pixels and takes semantic-segmentation");
        }

        warnings.Add("mlm:tasks of the MLM item says classification, which may mean whole scenes: it was taken for semantic-segmentation.");
    }

    private static JsonNode ReadClass(MlmField field)
    {
        var value = field.Object()["value"].Node.AsInteger() ?? throw field["value"].Fail("must be a whole number");
        var name = field["title"].Text() ?? field["name"].Text() ?? field["description"].Text() ?? string.Create(CultureInfo.InvariantCulture, $"Class {value}");
        var entry = new JsonObject { ["Value"] = value, ["Name"] = name };
        if (ReadColor(field["color_hint"]) is { } color)
        {
            entry["Color"] = color;
        }

        return entry;
    }

    private static JsonArray? ReadColor(MlmField field)
    {
        if (field.Node is JsonArray)
        {
            return field.Node.AsNumbers() is [>= 0 and <= 255, >= 0 and <= 255, >= 0 and <= 255] parts
                ? [.. parts.Select(part => (JsonNode)part)] : throw field.Fail("must be six hexadecimal digits, for example 1F77B4");
        }

        return field.Text()?.TrimStart('#') is not { } text ? null
            : text.Length == 6 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var color)
                ? [(int)(color >> 16), (int)(color >> 8 & 255), (int)(color & 255)]
                : throw field.Fail("must be six hexadecimal digits, for example 1F77B4");
    }
}
