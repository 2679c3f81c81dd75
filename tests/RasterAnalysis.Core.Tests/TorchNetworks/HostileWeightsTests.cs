using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using RasterAnalysis.Core.Tests.Checkpoints;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests.TorchNetworks;

/// <summary>Weights that are damaged, or made to hurt whoever builds a network of them: refused, or a network like any other, in little time and memory, and nothing is left beside it.</summary>
public sealed class HostileWeightsTests : IDisposable
{
    private const int Mutations = 1000;
    private const long LittleMemory = 4L << 20;

    // as many values as a pickle may have, read twice
    private const long MostMemory = 96L << 20;

    // of the processor
    private static readonly TimeSpan LittleTime = TimeSpan.FromSeconds(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-weights-").FullName;

    public static TheoryData<string, byte[]> Files => HostileCheckpoints.All();

    private string File => Path.Combine(_folder, "weights.pth");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_weights_are_refused_or_a_network(bool isLegacy)
    {
        var file = CheckpointFile.Write(NarrowWeights.UNet(), isLegacy);
        Assert.Null(Build(file));
        var (random, refused, pickle) = (new Random(7), 0, file.AsSpan().LastIndexOf("layers.11.0.bias"u8) + 200);
        for (var i = 0; i < Mutations; i++)
        {
            // what is said of the weights is a small part of the file, and weights take any number
            var mutated = file.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                mutated[random.Next(random.Next(4) == 0 ? mutated.Length : pickle)] = (byte)random.Next(256);
            }

            refused += Build(random.Next(16) == 0 ? mutated[..random.Next(mutated.Length)] : mutated, LittleMemory) is null ? 0 : 1;
        }

        Assert.InRange(refused, Mutations / 4, Mutations - 1);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_that_are_no_checkpoints_are_refused(string what, byte[] file) => Assert.True(Build(file) is { Length: > 20 and < 1200 }, what);

    [Theory]
    [InlineData("more weights than any network has")]
    [InlineData("a stage of 9,000 blocks")]
    [InlineData("one storage under 2,000 names")]
    [InlineData("elements over each other")]
    [InlineData("no elements on axes that are too long together")]
    [InlineData("elements of 8 bits")]
    [InlineData("no axes")]
    [InlineData("an even kernel")]
    [InlineData("a kernel that is not square")]
    [InlineData("more channels than a graph may have")]
    [InlineData("a last layer of a large number")]
    [InlineData("a name of a megabyte")]
    [InlineData("a name with a way out of the folder")]
    public void Weights_of_no_network_are_refused(string what)
    {
        var reason = Build(Hostile(what));

        Assert.True(reason is { Length: > 20 and < 1200 }, $"{what}: {reason}");
    }

    [Fact]
    public void Large_weights_in_another_order_take_no_memory_beside_themselves()
    {
        // as torch keeps them in its memory format channels_last: 16 bits in the file, 32 in the network
        const int Side = 4096;
        var pickle = new PickleWriter().Dictionary(pairs => pairs
            .Text("layers.0.0.weight").Tensor("HalfStorage", "0", Side * Side, 0, [Side, Side, 1, 1], [1, Side, 1, 1])
            .Text("layers.3.0.0.weight").Tensor("HalfStorage", "1", 1, 0, [1], [1]).Text("layers.4.shuf.conv.0.weight").Tensor("HalfStorage", "1", 1, 0, [1], [1]));
        var file = CheckpointFile.Zip(pickle.Build(), [("0", new byte[Side * Side * 2]), ("1", new byte[2])]);

        Assert.Contains("'layers.0.1.weight' is missing", Build(file, LittleMemory), StringComparison.Ordinal);
    }

    /// <summary>Has a network built of a file, in little time and memory.</summary>
    /// <returns>Why it was refused; null for a network.</returns>
    private string? Build(byte[] file, long memory = MostMemory)
    {
        System.IO.File.WriteAllBytes(File, file);
        var (before, begun) = (GC.GetAllocatedBytesForCurrentThread(), ThreadTime.Now);
        string? reason = null;
        try
        {
            var converter = new CheckpointConverter();
            if (converter.Takes(File))
            {
                converter.Convert(File, []);
            }
            else
            {
                reason = "It is not taken for a checkpoint of a known network.";
            }
        }
        catch (ModelPackageException exception)
        {
            reason = exception.Message;
        }

        // all that was ever asked for is no less than what was held at once
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (long)(2.5 * file.Length) + memory);
        Assert.InRange(ThreadTime.Now - begun, TimeSpan.Zero, LittleTime);
        var made = Directory.GetFiles(_folder).Where(path => path != File).ToArray();
        Assert.Equal(reason is null ? 2 : 0, made.Length);
        Assert.DoesNotContain(_folder, reason ?? "", StringComparison.Ordinal);
        if (reason is null)
        {
            Assert.Single(OnnxModelReader.Read(made.Single(path => path.EndsWith(".onnx", StringComparison.Ordinal))).Graph.Inputs);
            Assert.InRange(made.Sum(path => new FileInfo(path).Length), 1, 3 * file.Length);
        }

        Array.ForEach(made, System.IO.File.Delete);
        return reason;
    }

    private static byte[] Hostile(string what)
    {
        const int Storage = 4096;
        List<(string Name, BigInteger[] Shape)> weights = [("layers.0.0.weight", [4, 3, 3, 3]), ("layers.3.0.0.weight", [1, 1, 1, 1]), ("layers.4.shuf.conv.0.weight", [1, 1, 1, 1])];
        BigInteger[]? strides = null;
        var type = "FloatStorage";
        void Many(int count, Func<string, string> name) =>
            weights.AddRange(Enumerable.Range(0, count).Select(number => (name(number.ToString(CultureInfo.InvariantCulture)), (BigInteger[])[1])));
        switch (what)
        {
            case "more weights than any network has":
                Many(60_000, number => $"w.{number}");
                break;
            case "a stage of 9,000 blocks":
                Many(9_000, number => $"layers.0.4.{number}.conv1.weight");
                break;
            case "one storage under 2,000 names":
                weights.AddRange(Enumerable.Range(0, 2000).Select(number => ($"w.{number}", (BigInteger[])[Storage])));
                break;
            case "elements over each other":
                (weights[0], strides) = (("layers.0.0.weight", [4, 3, 3, 3]), [1, 1, 1, 1]);
                break;
            case "no elements on axes that are too long together":
                weights[0] = ("layers.0.0.weight", [BigInteger.Pow(2, 40), BigInteger.Pow(2, 40), 0, 1]);
                break;
            case "elements of 8 bits":
                type = "ByteStorage";
                break;
            case "no axes":
                weights[0] = ("layers.0.0.weight", []);
                break;
            case "an even kernel":
                weights[0] = ("layers.0.0.weight", [4, 3, 2, 2]);
                break;
            case "a kernel that is not square":
                weights[0] = ("layers.0.0.weight", [4, 3, 3, 1]);
                break;
            case "more channels than a graph may have":
                return Zip([("layers.0.0.weight", [70_000, 1, 1, 1]), .. weights.Skip(1)], null, type, 70_000);
            case "a last layer of a large number":
                weights.Add(("layers.999999999999.0.weight", [1]));
                break;
            case "a name of a megabyte":
                weights.Add(($"layers.{new string('9', (1 << 20) - 10)}", [1]));
                break;
            default:
                weights.Add(("layers.9.0.weight/../../../etc/passwd", [1]));
                break;
        }

        return Zip(weights, strides, type, Storage);
    }

    private static byte[] Zip(List<(string Name, BigInteger[] Shape)> weights, BigInteger[]? firstStrides, string type, int storage)
    {
        var pickle = new PickleWriter().Dictionary(pairs =>
        {
            foreach (var (number, (name, shape)) in weights.Index())
            {
                var strides = shape.Index().Select(axis => shape.Skip(axis.Index + 1).Aggregate(BigInteger.One, (product, length) => product * length)).ToArray();
                pairs.Text(name).Tensor(type, "0", storage, 0, shape, number == 0 && firstStrides is not null ? firstStrides : [.. strides.Select(stride => BigInteger.Min(stride, long.MaxValue))]);
            }
        });
        return CheckpointFile.Zip(pickle.Build(), [("0", new byte[storage * (type == "ByteStorage" ? 1 : 4)])]);
    }
}
