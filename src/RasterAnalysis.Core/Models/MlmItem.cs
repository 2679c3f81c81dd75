using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Models;

/// <summary>
/// A STAC item with the Machine Learning Model extension beside a network: it says what an <c>.emd</c> would (<c>docs/reference/model-packages.md#stac-items-with-mlm</c>).
/// Properties <c>emd:KEY</c> are keys of the <c>.emd</c> themselves and go first; so the service writes what MLM has no words for.
/// </summary>
internal sealed partial class MlmItem
{
    /// <summary>Begins the properties that are keys of an <c>.emd</c>.</summary>
    public const string KeyPrefix = "emd:";

    private const string Extension = ".json";
    private const int MostFiles = 64;
    private const int LookedThrough = 1 << 20;

    /// <summary>Keys that MLM has words for.</summary>
    private static readonly string[] OwnKeys = ["ModelType", "ModelFile", "Classes", "NormalizationStats"];

    private readonly string _source;
    private readonly MlmField _item;
    private MlmField? _output;

    /// <param name="document">The item.</param>
    /// <param name="source">Name of its file, for messages.</param>
    public MlmItem(JsonObject document, string source) => (_source, _item) = (source, new MlmField(source, "", document));

    private MlmField Properties => _item["properties"];

    /// <summary>Whether a definition's file may be one, by its name.</summary>
    public static bool IsOne(string path) => System.IO.Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The one item in the folder of a package.</summary>
    /// <param name="folder">Full path.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="ModelPackageException">There are several, or too many files to look through.</exception>
    public static string? TryFind(string folder)
    {
        var files = Directory.GetFiles(folder, "*" + Extension, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive });
        if (files.Length > MostFiles)
        {
            throw new ModelPackageException($"The package has no .emd file and {files.Length} JSON files at its root; leave the one STAC item that describes the network.");
        }

        string[] items = [.. files.Where(LooksLikeOne).Order(StringComparer.Ordinal)];
        return items.Length <= 1 ? items.FirstOrDefault() : throw new ModelPackageException(
            $"The package has {items.Length} STAC items with MLM fields at its root ({PackagePath.Shown(string.Join(", ", items.Select(System.IO.Path.GetFileName)))}); there must be exactly one.");
    }

    /// <summary>The model definition that the item stands for.</summary>
    /// <exception cref="ModelPackageException">A field cannot be taken; the text names it.</exception>
    public JsonObject AsModelDefinition(ICollection<string> warnings)
    {
        if (_item["type"].Text() != "Feature")
        {
            throw _item["type"].Fail("must be Feature: a STAC item");
        }

        WarnOfVersion(warnings);
        var document = OwnProperties();
        document["ModelType"] = "ImageClassification";
        document["ModelFile"] = FindNetwork();
        Set(document, "ModelName", Properties["mlm:name"].Text() ?? throw Properties["mlm:name"].Fail("is missing; it must name the model"));
        Set(document, "Framework", Properties["mlm:framework"].Text() ?? "ONNX");
        Set(document, "Description", Properties["description"].Text());
        if (Properties["mlm:batch_size_suggestion"].Node.AsInt32() is > 0 and var batch)
        {
            Set(document, "BatchSize", batch);
        }

        MlmInput.Fill(Properties["mlm:input"], document, warnings);
        _output = MlmOutput.Fill(Properties, document, warnings);
        return document;
    }

    /// <summary>Checks what the item says of the network against the network, and chooses the output that it names.</summary>
    /// <exception cref="ModelPackageException">They do not fit.</exception>
    public void Check(JsonObject document, OnnxModel network, ICollection<string> warnings)
    {
        if (_output?["name"].Text() is { } name && network.Graph.Outputs.Contains(name) && network.Graph.Outputs.Count > 1)
        {
            Set(document, "OutputName", name);
        }

        if (network.Graph.Inputs is not [var input] || !network.Graph.Declared.TryGetValue(input, out var declared))
        {
            return;
        }

        var structure = Properties["mlm:input"].Needed("inputs")[0]["input"];
        var (type, written) = (MlmDataType.Of(declared.ElementType), structure["data_type"].Text());
        if (type is not null && type != written)
        {
            warnings.Add($"{structure["data_type"].Path} of the MLM item is {written}, but the network takes {type}, which it is given.");
        }

        if (!declared.IsFloat && document.ContainsKey("NormalizationStats"))
        {
            throw Properties["mlm:input"].Needed("inputs")[0]["value_scaling"].Fail($"scales values, but the network takes {type ?? "no floating-point numbers"}; it must be null, or the network take float32");
        }

        var sizes = structure["shape"].List("sizes");
        for (var axis = 0; axis < sizes.Count && sizes.Count == declared.Dimensions?.Count; axis++)
        {
            if (sizes[axis].Node.AsInt32() is > 0 and var size && declared.Dimensions[axis] is > 0 and var real && size != real)
            {
                throw sizes[axis].Fail($"is {size}, but input '{PackagePath.Shown(input)}' of the network has {real} there; write {real}");
            }
        }
    }

    /// <summary>Checks that classes are known by now: the item's, or those that the network's file names.</summary>
    public void RequireClasses(JsonObject document)
    {
        if (document["Classes"] is not JsonArray { Count: > 0 })
        {
            throw _output!["classification:classes"].Fail("is missing or empty; list one {\"value\":1,\"name\":\"water\",\"description\":\"Water\",\"color_hint\":\"0000FF\"} for each class");
        }
    }

    private static void Set(JsonObject document, string key, JsonNode? value)
    {
        if (value is not null && !document.ContainsKey(key))
        {
            document[key] = value;
        }
    }

    private JsonObject OwnProperties()
    {
        var document = new JsonObject();
        foreach (var (name, value) in (JsonObject)Properties.Object().Node!)
        {
            if (name.StartsWith(KeyPrefix, StringComparison.Ordinal) && name.Length > KeyPrefix.Length)
            {
                var key = name[KeyPrefix.Length..];
                document[key] = OwnKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
                    ? throw Properties[name].Fail("has its own place in MLM: assets, mlm:input or mlm:output") : value?.DeepClone();
            }
        }

        return document;
    }

    private void WarnOfVersion(ICollection<string> warnings)
    {
        var version = _item["stac_extensions"].List("addresses of schemas").Select(entry => VersionOf().Match(entry.Node.AsText() ?? "")).FirstOrDefault(match => match.Success);
        if (version is null)
        {
            warnings.Add($"{_source}: stac_extensions does not name MLM's schema; its fields were read as those of version 1.5.");
        }
        else if (version.Groups[1].Value != "1.5")
        {
            warnings.Add($"{_source} is of MLM {version.Groups[1].Value}; its fields were read as those of version 1.5.");
        }
    }

    /// <summary>The path of the network's file; nothing is fetched, so of an address only the last name counts.</summary>
    private string FindNetwork()
    {
        var assets = _item["assets"].Object();
        MlmField[] models = [.. ((JsonObject)assets.Node!).Take(MostFiles).Select(pair => assets[pair.Key])
            .Where(asset => asset.Node is JsonObject && asset["roles"].List("roles").Any(role => role.Node.AsText() == "mlm:model"))];
        var model = models.FirstOrDefault(asset => asset["href"].Text()?.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) == true) ?? models.FirstOrDefault()
            ?? throw assets.Fail("has none with the role mlm:model; give the network's file that role");
        var href = model["href"].Text() ?? throw model["href"].Fail("is missing; it must be the path of the network's file, relative to the item");
        return Uri.TryCreate(href, UriKind.Absolute, out var address) && !address.IsFile && address.Scheme.Length > 1
            ? Uri.UnescapeDataString(address.AbsolutePath.Split('/')[^1]) is { Length: > 0 } last ? last : throw model["href"].Fail("is an address without a file; name a file of the package")
            : href;
    }

    private static bool LooksLikeOne(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Math.Min(file.Length, LookedThrough)];
        file.ReadExactly(start);
        return start.AsSpan().IndexOf("\"mlm:"u8) >= 0 || Encoding.Latin1.GetString(start).Contains("/mlm/v", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/mlm/v(\d+\.\d+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionOf();
}
