using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests.Checkpoints;

/// <summary>Checkpoints of torch.save are read in both layouts, and nothing in them is ever run.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-checkpoint-").FullName;

    public static TheoryData<string, byte[]> Hostile => HostileCheckpoints.All();

    private string File => Path.Combine(_folder, "weights.pth");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, "model")]
    [InlineData(true, "model")]
    [InlineData(false, "state_dict")]
    [InlineData(false, null)]
    [InlineData(true, null)]
    public void Weights_are_read_by_name(bool isLegacy, string? wrapper)
    {
        (string, int[], float[])[] weights = [("layers.0.0.weight", [4, 3, 2, 2], Some(48, 1)), ("layers.0.0.bias", [4], Some(4, 2)), ("running_mean", [], [7.5f])];
        System.IO.File.WriteAllBytes(File, CheckpointFile.Write(weights, isLegacy, wrapper));

        using var checkpoint = Checkpoint.Open(File);

        Assert.Equal(weights.Select(weight => weight.Item1), checkpoint.Tensors.Keys);
        foreach (var (name, shape, elements) in weights.Reverse())
        {
            var tensor = checkpoint.Tensors[name];
            Assert.Equal(shape.Select(length => (long)length), tensor.Shape);
            Assert.Equal(TensorElementType.Float, tensor.ElementType);
            Assert.Equal(elements, checkpoint.ReadSingles(tensor));
        }
    }

    [Theory]
    [InlineData("DoubleStorage", 8)]
    [InlineData("HalfStorage", 2)]
    [InlineData("BFloat16Storage", 2)]
    [InlineData("LongStorage", 8)]
    [InlineData("IntStorage", 4)]
    [InlineData("ShortStorage", 2)]
    [InlineData("CharStorage", 1)]
    [InlineData("ByteStorage", 1)]
    [InlineData("BoolStorage", 1)]
    public void Elements_of_every_type_are_read(string type, int size)
    {
        float[] expected = type is "BoolStorage" ? [1, 0, 1] : type is "ByteStorage" ? [3, 0, 255] : type is "CharStorage" or "ShortStorage" or "IntStorage" or "LongStorage" ? [3, -1, 127] : [1.5f, -0.25f, 96];
        var bytes = new byte[expected.Length * size];
        for (var i = 0; i < expected.Length; i++)
        {
            Write(bytes.AsSpan(i * size), type, expected[i]);
        }

        var pickle = new PickleWriter().Dictionary(pairs => pairs.Text("w").Tensor(type, "0", 3, 0, [3], [1])).Build();
        System.IO.File.WriteAllBytes(File, CheckpointFile.Zip(pickle, [("0", bytes)]));

        using var checkpoint = Checkpoint.Open(File);

        Assert.Equal(expected, checkpoint.ReadSingles(checkpoint.Tensors["w"]));
    }

    [Fact]
    public void Views_of_a_storage_are_read_where_they_lie()
    {
        var pickle = new PickleWriter().Dictionary(pairs => pairs
            .Text("turned").Tensor("FloatStorage", "0", 12, 0, [4, 3], [1, 4])
            .Text("part").Tensor("FloatStorage", "0", 12, 5, [2, 2], [3, 1])
            .Text("none").Tensor("FloatStorage", "0", 12, 0, [0, 3], [3, 1])).Build();
        System.IO.File.WriteAllBytes(File, CheckpointFile.Zip(pickle, [("0", CheckpointFile.Bytes([.. Enumerable.Range(0, 12).Select(i => (float)i)]))]));

        using var checkpoint = Checkpoint.Open(File);

        Assert.Equal([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], checkpoint.ReadSingles(checkpoint.Tensors["turned"]));
        Assert.Equal([5, 6, 8, 9], checkpoint.ReadSingles(checkpoint.Tensors["part"]));
        Assert.Empty(checkpoint.ReadSingles(checkpoint.Tensors["none"]));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_files_are_refused(string what, byte[] file)
    {
        System.IO.File.WriteAllBytes(File, file);

        var exception = Assert.Throws<CheckpointFormatException>(() =>
        {
            using var checkpoint = Checkpoint.Open(File);
            foreach (var tensor in checkpoint.Tensors.Values)
            {
                checkpoint.ReadSingles(tensor);
            }
        });

        Assert.True(exception.Message.Length is > 20 and < 400, what);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_files_are_refused_or_give_weights_and_nothing_else(bool isLegacy)
    {
        var file = CheckpointFile.Write([("a.weight", [4, 3, 3, 3], Some(108, 1)), ("a.bias", [4], Some(4, 2)), ("b.weight", [2, 4], Some(8, 3))], isLegacy);
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var mutated = file.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            System.IO.File.WriteAllBytes(File, random.Next(8) == 0 ? mutated[..random.Next(mutated.Length)] : mutated);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var checkpoint = Checkpoint.Open(File);
                foreach (var tensor in checkpoint.Tensors.Values)
                {
                    Assert.Equal(tensor.Count, checkpoint.ReadSingles(tensor).Length);
                }
            }
            catch (CheckpointFormatException)
            {
                // refused
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    private static float[] Some(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private static void Write(Span<byte> bytes, string type, float value)
    {
        switch (type)
        {
            case "DoubleStorage":
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                break;
            case "HalfStorage":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                break;
            case "BFloat16Storage":
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
                break;
            case "LongStorage":
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
                break;
            case "IntStorage":
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
                break;
            case "ShortStorage":
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)value);
                break;
            default:
                bytes[0] = (byte)(int)value;
                break;
        }
    }
}
