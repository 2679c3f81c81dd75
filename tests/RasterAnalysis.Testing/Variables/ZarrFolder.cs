using System.Text;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing.Variables;

/// <summary>Writes Zarr folders of version 2, uncompressed and each array in one chunk, as xarray lays them out.</summary>
/// <param name="folder">The folder; it is made.</param>
public sealed class ZarrFolder(string folder)
{
    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name, with its groups in front.</param>
    /// <param name="dimensions">Names and sizes of its dimensions, the last one changing fastest.</param>
    /// <param name="values">All of them: <c>short</c>, <c>float</c>, <c>double</c> or <c>string</c>; null for an array that is only fill.</param>
    /// <param name="attributes">Texts or numbers.</param>
    public ZarrFolder Array(string name, (string Name, long Size)[] dimensions, Array? values, params (string Name, JsonNode Value)[] attributes)
    {
        var path = folder;
        Group(path);
        foreach (var group in name.Split('/')[..^1])
        {
            Group(path = Path.Combine(path, group));
        }

        path = Path.Combine(folder, name);
        Directory.CreateDirectory(path);
        var (type, bytes) = Chunk(values);
        File.WriteAllText(Path.Combine(path, ".zarray"), new JsonObject
        {
            ["zarr_format"] = 2,
            ["shape"] = new JsonArray([.. dimensions.Select(dimension => (JsonNode)dimension.Size)]),
            ["chunks"] = new JsonArray([.. dimensions.Select(dimension => (JsonNode)Math.Min(dimension.Size, 1 << 10))]),
            ["dtype"] = type,
            ["compressor"] = null,
            ["fill_value"] = null,
            ["order"] = "C",
            ["filters"] = null,
        }.ToJsonString());
        var described = new JsonObject { ["_ARRAY_DIMENSIONS"] = new JsonArray([.. dimensions.Select(dimension => (JsonNode)dimension.Name)]) };
        foreach (var (key, value) in attributes)
        {
            described[key] = value;
        }

        File.WriteAllText(Path.Combine(path, ".zattrs"), described.ToJsonString());
        if (values is not null)
        {
            File.WriteAllBytes(Path.Combine(path, dimensions.Length == 0 ? "0" : string.Join('.', dimensions.Select(_ => "0"))), bytes);
        }

        return this;
    }

    /// <summary>Makes a folder a group.</summary>
    public static void Group(string path)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, ".zgroup"), """{"zarr_format": 2}""");
    }

    private static (string Type, byte[] Bytes) Chunk(Array? values)
    {
        if (values is string[] texts)
        {
            var longest = texts.Max(text => text.Length);
            return ($"<U{longest}", [.. texts.SelectMany(text => Encoding.UTF32.GetBytes(text.PadRight(longest, '\0')))]);
        }

        var bytes = new byte[values is null ? 0 : Buffer.ByteLength(values)];
        if (values is not null)
        {
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        }

        return (values switch { short[] => "<i2", double[] => "<f8", _ => "<f4" }, bytes);
    }
}
