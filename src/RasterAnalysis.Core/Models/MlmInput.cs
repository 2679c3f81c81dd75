using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary><c>mlm:input</c> of an item: which bands a network takes, scaled how, on which axes.</summary>
internal static class MlmInput
{
    private static readonly string[] Batch = ["batch", "b", "n"];
    private static readonly string[] Channel = ["channel", "channels", "c", "bands"];
    private static readonly string[] Height = ["height", "h", "y"];
    private static readonly string[] Width = ["width", "w", "x"];

    /// <summary>Fills keys of the <c>.emd</c> from the item's one input.</summary>
    /// <exception cref="ModelPackageException">A field cannot be taken; the text names it.</exception>
    public static void Fill(MlmField inputs, JsonObject document, ICollection<string> warnings)
    {
        var input = inputs.Needed("one input of the network") is [var only]
            ? only.Object() : throw inputs.Fail("lists several inputs; a network that is fed one image runs here, so it must list exactly one");
        RefuseProcessing(input, warnings);
        var names = ReadBands(input["bands"]);
        var channels = ReadStructure(input["input"].Object(), document);
        if (names.Length > 0 && channels is { } declared && declared != names.Length)
        {
            throw input["bands"].Fail($"lists {names.Length} bands, but input.shape has {declared} channels; they must be as many");
        }

        if (names.Length > 0)
        {
            SetMissing(document, "ExtractBands", new JsonArray([.. names.Select(name => (JsonNode)name)]));
        }

        if (!document.ContainsKey("DataRange") && ReadScaling(input["value_scaling"], names.Length > 0 ? names.Length : channels) is { } scaling)
        {
            var stats = new JsonObject
            {
                ["band_mean_values"] = new JsonArray([.. scaling.Select(band => (JsonNode)band.Center)]),
                ["band_std_values"] = new JsonArray([.. scaling.Select(band => (JsonNode)band.Deviation)]),
                [NormalizationStats.OrderKey] = NormalizationStats.NetworkOrder,
            };
            if (scaling.Any(band => band.Low is not null || band.High is not null))
            {
                stats[NormalizationStats.ClipMinKey] = new JsonArray([.. scaling.Select(band => (JsonNode?)band.Low)]);
                stats[NormalizationStats.ClipMaxKey] = new JsonArray([.. scaling.Select(band => (JsonNode?)band.High)]);
            }

            SetMissing(document, "NormalizationStats", stats);
        }
    }

    private static void SetMissing(JsonObject document, string key, JsonNode value)
    {
        if (!document.ContainsKey(key))
        {
            document[key] = value;
        }
    }

    private static void RefuseProcessing(MlmField input, ICollection<string> warnings)
    {
        if (input["pre_processing_function"] is { Node: not null and not JsonArray { Count: 0 } } before)
        {
            throw before.Fail("is given, and it is not run here: write it as value_scaling or put it into the network, and leave the field out or null");
        }

        if (input["variables"] is { Node: not null and not JsonArray { Count: 0 } } variables)
        {
            throw variables.Fail("names variables of a data cube; a network that takes bands of a raster runs here");
        }

        if (input["norm_type"] is { Node: not null } old)
        {
            throw old.Fail("is of MLM before 1.4; write the scaling as value_scaling");
        }

        switch (input["resize_type"].Text())
        {
            case null:
                break;
            case "crop" or "pad":
                warnings.Add($"{input["resize_type"].Path} of the MLM item was left aside: tiles are cut from the raster with context on all sides.");
                break;
            case var type:
                throw input["resize_type"].Fail($"is '{PackagePath.Shown(type)}'; rasters are read in their own cells, so it must be null, and a job's cellSize chooses others");
        }
    }

    private static string[] ReadBands(MlmField bands) => [.. bands.List("band names").Select(band =>
    {
        if (band.Node is not JsonObject)
        {
            return band.Text() ?? throw band.Fail("must be a band's name");
        }

        return band["expression"].Node is null && band["format"].Node is null
            ? band["name"].Text() ?? throw band["name"].Fail("is missing; it must be a band's name")
            : throw band["expression"].Fail("is computed from other bands, which is not done here: put it into the network, or give a raster that has the band");
    })];

    /// <summary>Reads axes and sizes.</summary>
    /// <returns>The number of channels; null where it is left open.</returns>
    private static int? ReadStructure(MlmField structure, JsonObject document)
    {
        var sizes = structure["shape"].Needed("sizes, -1 for one that is free")
            .Select(size => size.Node.AsInt32() is { } number && number is -1 or > 0 ? number : throw size.Fail("must be a whole number above 0, or -1 for a size that is free")).ToArray();
        var order = structure["dim_order"].Needed("names of axes");
        if (order.Count != sizes.Length)
        {
            throw structure["dim_order"].Fail(string.Create(CultureInfo.InvariantCulture, $"names {order.Count} axes, but shape has {sizes.Length}; they must be as many"));
        }

        MlmDataType.Require(structure["data_type"]);
        string[] names = [.. order.Select(axis => axis.Text()?.ToLowerInvariant() ?? "")];
        int Find(string[] known) => Array.FindIndex(names, known.Contains);
        var (batch, channel, height, width) = (Find(Batch), Find(Channel), Find(Height), Find(Width));
        var layout = (batch, channel, height, width) switch
        {
            (0, 1, 2, 3) when sizes.Length == 4 => "NCHW",
            (0, 3, 1, 2) when sizes.Length == 4 => "NHWC",
            (0, 1, < 0, < 0) when sizes.Length == 2 => null,
            _ => throw structure["dim_order"].Fail(
                $"is {PackagePath.Shown(string.Join(", ", names))}; it must be batch, bands (or channel), height, width, or batch, height, width, bands, or for a network over pixels batch, bands"),
        };
        if (layout is not null)
        {
            SetMissing(document, "ModelFormat", layout);
            SetSize(document, "ImageHeight", sizes[height]);
            SetSize(document, "ImageWidth", sizes[width]);
        }

        return sizes[channel] > 0 ? sizes[channel] : null;
    }

    private static void SetSize(JsonObject document, string key, int size)
    {
        if (size > 0)
        {
            SetMissing(document, key, size);
        }
    }

    private static MlmScaling[]? ReadScaling(MlmField field, int? bands)
    {
        MlmScaling[] scaling = [.. field.List("scalings, one for each band or one for all").Select(MlmScaling.Read)];
        if (scaling.All(band => band == MlmScaling.None))
        {
            return null;
        }

        if (bands is not { } count)
        {
            return scaling.Length > 1 ? scaling : throw field.Fail("is one for all bands, but neither bands nor input.shape say how many there are; give the number of channels in input.shape");
        }

        return scaling.Length == count ? scaling
            : scaling.Length == 1 ? [.. Enumerable.Repeat(scaling[0], count)]
            : throw field.Fail($"has {scaling.Length} entries; it must have one for each of the {count} bands, or one for all");
    }
}
