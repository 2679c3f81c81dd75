using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>Makes model packages that want to break the service: archives, definitions and networks, each wrong in a way of its own. The same seed makes the same ones.</summary>
public static class HostilePackages
{
    private const string UsualName = "model.dlpk";

    private static readonly (string What, Func<Random, (string FileName, byte[] Content)> Make)[] Kinds =
    [
        ("archive with bytes changed", random => (UsualName, Changed(random, Sound()))),
        ("archive cut off", random => (UsualName, Cut(random, Sound()))),
        ("archive of anything", random => (UsualName, [.. "PK\x03\x04"u8, .. Bytes(random, random.Next(1, 5000))])),
        ("archive with a hostile entry", random => (UsualName, HostileArchives.WithHostileEntry(random))),
        ("archive with a lying directory", random => (UsualName, HostileArchives.WithLyingDirectory(random))),
        ("archive of too many entries", random => (UsualName, HostileArchives.OfEntries(random.Next(10_001, 200_000)))),
        ("hostile file name", random => (HostileArchives.FileName(random), Sound())),
        ("definition with values changed", random => (UsualName, TestPackages.Zip(("model.emd", HostileDefinitions.WithChangedValues(random)), ("network.onnx", Network())))),
        ("definition with values changed", random => (UsualName, TestPackages.Zip(("model.emd", HostileDefinitions.WithChangedValues(random)), ("network.onnx", Network())))),
        ("definition that is none", random => (UsualName, TestPackages.Zip(("model.emd", HostileDefinitions.OfNoDefinition(random)), ("network.onnx", Network())))),
        ("definition with hostile classes", random => (UsualName, TestPackages.Zip(("model.emd", HostileDefinitions.WithHostileClasses(random)), ("network.onnx", Network())))),
        ("network with bytes changed", random => (UsualName, WithNetwork(Changed(random, Network())))),
        ("network with bytes changed", random => (UsualName, WithNetwork(Changed(random, TinyNetworks.CentreCrop256To128(3))))),
        ("network cut off", random => (UsualName, WithNetwork(Cut(random, Network())))),
        ("network of a hostile shape", random => (UsualName, WithNetwork(HostileNetworks.OfHostileShape(random)))),
        ("network that fails when it is run", random => (UsualName, WithNetwork(HostileNetworks.ThatFails(random)))),
        ("network that fails when it is run", random => (UsualName, WithNetwork(HostileNetworks.ThatFails(random)))),
        ("network of unknown operators", random => (UsualName, WithNetwork(HostileNetworks.OfUnknownOperators(random)))),
        ("network with weights elsewhere", random => (UsualName, WithNetwork(HostileNetworks.WithWeightsElsewhere(random)))),
        ("network of anything", random => (UsualName, WithNetwork(Bytes(random, random.Next(0, 4000))))),
    ];

    /// <summary>Makes packages, of all kinds in turn.</summary>
    public static IEnumerable<HostilePackage> Make(int seed, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var (what, make) = Kinds[number % Kinds.Length];
            var (fileName, content) = make(new Random((seed * 100_003) + number));
            yield return new HostilePackage($"{number}: {what}", fileName, content);
        }
    }

    /// <summary>A package of a network, with a definition of two classes.</summary>
    public static byte[] WithNetwork(byte[] network) => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), network);

    internal static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    internal static T Any<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static byte[] Network() => TinyNetworks.CopyBand(2);

    private static byte[] Sound() => WithNetwork(Network());

    private static byte[] Cut(Random random, byte[] whole) => whole[..random.Next(0, whole.Length)];

    private static byte[] Changed(Random random, byte[] whole)
    {
        var changed = whole.ToArray();
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            changed[random.Next(changed.Length)] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
        }

        return changed;
    }
}
