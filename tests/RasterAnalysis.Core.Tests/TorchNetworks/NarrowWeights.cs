namespace RasterAnalysis.Core.Tests.TorchNetworks;

/// <summary>The weights of a narrow U-Net of fastai over a residual network with one block a stage, by the names of arcgis.learn, of random numbers.</summary>
internal static class NarrowWeights
{
    private const int Bands = 3;
    private const int Classes = 2;
    private static readonly int[] Widths = [4, 4, 8, 8];

    public static IReadOnlyList<(string Name, int[] Shape, float[] Elements)> UNet()
    {
        var (weights, random) = (new List<(string, int[], float[])>(), new Random(11));
        void Add(string name, params int[] shape) =>
            weights.Add((name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(_ => (float)random.NextDouble())]));
        void Norm(string name, int channels)
        {
            foreach (var part in (string[])["weight", "bias", "running_mean", "running_var"])
            {
                Add($"{name}.{part}", channels);
            }
        }

        void Layer(string name, int inputs, int outputs, int size = 3)
        {
            Add($"{name}.0.weight", outputs, inputs, size, size);
            Add($"{name}.0.bias", outputs);
        }

        Add("layers.0.0.weight", Widths[0], Bands, 7, 7);
        Norm("layers.0.1", Widths[0]);
        var channels = Widths[0];
        foreach (var (number, width) in Widths.Index())
        {
            var block = $"layers.0.{number + 4}.0";
            Add($"{block}.conv1.weight", width, channels, 3, 3);
            Norm($"{block}.bn1", width);
            Add($"{block}.conv2.weight", width, width, 3, 3);
            Norm($"{block}.bn2", width);
            if (number > 0)
            {
                Add($"{block}.downsample.0.weight", width, channels, 1, 1);
                Norm($"{block}.downsample.1", width);
            }

            channels = width;
        }

        Norm("layers.1", channels);
        Layer("layers.3.0", channels, 2 * channels);
        Layer("layers.3.1", 2 * channels, channels);
        foreach (var (number, skip) in new[] { Widths[2], Widths[1], Widths[0], Widths[0] }.Index())
        {
            var up = $"layers.{number + 4}";
            var both = (channels / 2) + skip;
            Layer($"{up}.shuf.conv", channels, 2 * channels, 1);
            Norm($"{up}.bn", skip);
            Layer($"{up}.conv1", both, 8);
            Layer($"{up}.conv2", 8, 8);
            channels = 8;
        }

        Layer("layers.8.conv", channels, 4 * channels, 1);
        channels += Bands;
        Layer("layers.10.layers.0", channels, 4);
        Layer("layers.10.layers.1", 4, channels);
        Layer("layers.11", channels, Classes, 1);
        return weights;
    }
}
