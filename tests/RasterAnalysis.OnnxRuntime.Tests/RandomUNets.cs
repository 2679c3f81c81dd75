using CsCheck;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Networks that go down and up in scale in all the ways that people's do, with weights drawn from a seed.</summary>
internal static class RandomUNets
{
    public const int Bands = 2;
    public const int Classes = 3;

    public static readonly Gen<(Level[] Levels, int Extra, int Seed)> All = Gen.Select(
        Gen.Select(
            OneOf("max", "average", "strided"), OneOf("transpose2", "transpose4", "nearest", "linear", "depth", "linear4"),
            OneOf("concat", "add", "none"), Gen.Int[1, 3], Gen.Int[1, 2], (down, up, skip, kernel, dilation) => new Level(down, up, skip, (2 * kernel) - 1, dilation)).Array[1, 3],
        Gen.Int[0, 2], Gen.Int[1, 1000]);

    public static byte[] Build(Level[] levels, int seed)
    {
        var net = new LayeredNetwork(Bands, seed, isPositive: false);
        var skips = new Stack<(string Tensor, int Channels)>();
        var (tensor, channels) = ("input", Bands);
        foreach (var level in levels)
        {
            tensor = net.Apply("Relu", net.Conv(tensor, channels, channels + 2, level.Kernel, dilation: level.Dilation));
            channels += 2;
            skips.Push((tensor, channels));
            tensor = level.Down switch
            {
                "strided" => net.Conv(tensor, channels, channels, 3, stride: 2, pad: 1),
                "max" => net.Pool(tensor, 2),
                _ => net.Pool(tensor, 2, "AveragePool"),
            };
        }

        foreach (var level in levels.Reverse())
        {
            var (skip, width) = skips.Pop();
            (tensor, channels) = level.Up switch
            {
                "transpose2" => (net.ConvTranspose(tensor, channels, width, 2, 2), width),
                "transpose4" => (net.ConvTranspose(tensor, channels, width, 4, 2, 1), width),
                "depth" => (DepthToSpace(net, net.Conv(tensor, channels, 4 * width, 1)), width),
                "linear4" => (net.Pool(net.Resize(tensor, 4), 2, "AveragePool"), channels),
                var mode => (net.Resize(tensor, 2, mode), channels),
            };
            (tensor, channels) = level.Skip switch
            {
                "concat" => (net.Concat(tensor, skip), channels + width),
                "add" => (net.Apply("Add", net.Conv(tensor, channels, width, 1), skip), width),
                _ => (tensor, channels),
            };
            (tensor, channels) = (net.Apply("Relu", net.Conv(tensor, channels, width, level.Kernel)), width);
        }

        return net.Build(net.Conv(tensor, channels, Classes, 3), Classes);
    }

    private static string DepthToSpace(LayeredNetwork net, string from)
    {
        var output = net.Name("depth");
        net.Builder.Node("DepthToSpace", [from], output, ("blocksize", 2L), ("mode", "CRD"));
        return output;
    }

    private static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    public sealed record Level(string Down, string Up, string Skip, int Kernel, int Dilation);
}
