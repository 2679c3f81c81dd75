using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;

namespace RasterAnalysis.Testing;

/// <summary>Writes checkpoints as <c>torch.save</c> does, in both of its layouts.</summary>
public static class CheckpointFile
{
    /// <summary>A checkpoint of weights of 32 bits.</summary>
    /// <param name="weights">Names, shapes and elements.</param>
    /// <param name="isLegacy">Whether the layout is the one before torch 1.6.</param>
    /// <param name="wrapper">The key under which the state dictionary lies; null for none.</param>
    public static byte[] Write(IReadOnlyList<(string Name, int[] Shape, float[] Elements)> weights, bool isLegacy, string? wrapper = "model")
    {
        void State(PickleWriter writer) => writer.OrderedDictionary(pairs =>
        {
            foreach (var (number, (name, shape, elements)) in weights.Index())
            {
                pairs.Text(name).Tensor("FloatStorage", Key(number), elements.Length, 0, [.. shape.Select(length => (BigInteger)length)], StridesOf(shape), isLegacy);
            }
        });
        var pickle = new PickleWriter();
        if (wrapper is null)
        {
            State(pickle);
        }
        else
        {
            pickle.Dictionary(pairs =>
            {
                State(pairs.Text(wrapper));
                pairs.Text("opt").Dictionary(_ => { });
            });
        }

        var storages = weights.Index().Select(pair => (Key(pair.Index), Bytes(pair.Item.Elements), (long)pair.Item.Elements.Length)).ToArray();
        return isLegacy ? Legacy(pickle.Build(), storages) : Zip(pickle.Build(), storages.Select(storage => (storage.Item1, storage.Item2)));
    }

    /// <summary>The layout since torch 1.6.</summary>
    public static byte[] Zip(byte[] pickle, IEnumerable<(string Key, byte[] Bytes)> storages, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "weights/data.pkl", pickle, compression);
            Add(archive, "weights/byteorder", "little"u8.ToArray(), compression);
            foreach (var (key, bytes) in storages)
            {
                Add(archive, $"weights/data/{key}", bytes, compression);
            }
        }

        return file.ToArray();
    }

    /// <summary>The layout before torch 1.6.</summary>
    public static byte[] Legacy(byte[] pickle, IReadOnlyList<(string Key, byte[] Bytes, long Count)> storages)
    {
        var magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var file = new MemoryStream();
        file.Write(new PickleWriter().Number(magic).Build());
        file.Write(new PickleWriter().Number(1001).Build());
        file.Write(new PickleWriter().Dictionary(machine => machine.Text("protocol_version").Number(1001).Text("little_endian").Raw(0x88)).Build());
        file.Write(pickle);
        var keys = new PickleWriter().Opcode(']').Opcode('(');
        foreach (var (key, _, _) in storages)
        {
            keys.Text(key);
        }

        file.Write(keys.Opcode('e').Build());
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var (_, bytes, announced) in storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, announced);
            file.Write(count);
            file.Write(bytes);
        }

        return file.ToArray();
    }

    /// <summary>Elements as they lie in a storage.</summary>
    public static byte[] Bytes(IReadOnlyList<float> elements)
    {
        var bytes = new byte[elements.Count * sizeof(float)];
        for (var i = 0; i < elements.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), elements[i]);
        }

        return bytes;
    }

    /// <summary>Strides of a tensor that lies in order.</summary>
    public static BigInteger[] StridesOf(IReadOnlyList<int> shape) =>
        [.. Enumerable.Range(1, shape.Count).Select(axis => shape.Skip(axis).Aggregate(BigInteger.One, (product, length) => product * length))];

    private static string Key(int number) => (94_000_000 + number).ToString(CultureInfo.InvariantCulture);

    private static void Add(ZipArchive archive, string name, byte[] content, CompressionLevel compression)
    {
        using var stream = archive.CreateEntry(name, compression).Open();
        stream.Write(content);
    }
}
