using System.Buffers;
using System.Globalization;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Worker.Tests;

/// <summary>
/// A runtime that no part of the product knows, for files <c>.band</c> that hold one number: how many classes there are. Its networks score class i by how near the largest value of the
/// pixel and its eight neighbours is to i.
/// </summary>
internal sealed class BandRuntime : INetworkRuntime
{
    public string Name => "Bands";

    public string Version => "1";

    public bool HasGraphs => false;

    /// <summary>How the networks were wanted.</summary>
    public List<NetworkLoad> Loads { get; } = [];

    public bool CanLoad(string networkFile) => networkFile.EndsWith(".band", StringComparison.Ordinal);

    public INetworkSession Load(NetworkLoad load, ICollection<string> warnings)
    {
        Loads.Add(load);
        return int.TryParse(File.ReadAllText(load.Path), CultureInfo.InvariantCulture, out var classes)
            ? new Session(classes) : throw new ModelPackageException("A .band file holds one number.");
    }

    private sealed class Session(int classes) : INetworkSession
    {
        public NetworkSignature Signature { get; } = new(
            [new NetworkTensor("pixels", TensorElementType.Float, [-1, 1, -1, -1])], [new NetworkTensor("scores", TensorElementType.Float, [-1, classes, -1, -1])]);

        public string ExecutionProvider => "Bands";

        public bool IsOnProcessor => true;

        public bool PreparesShapes => false;

        public int ConcurrentRuns => 1;

        public INetworkSession Fork() => new Session(classes);

        public IMemoryOwner<float> Rent(int length) => MemoryPool<float>.Shared.Rent(length);

        public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames)
        {
            var (batch, height, width) = (dimensions[0], dimensions[2], dimensions[3]);
            var scores = new float[batch * classes * height * width];
            for (var at = 0; at < scores.Length; at++)
            {
                var (column, row, channel, tile) = (at % width, at / width % height, at / width / height % classes, at / width / height / classes);
                var largest = float.NegativeInfinity;
                for (var y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, height - 1); y++)
                {
                    for (var x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, width - 1); x++)
                    {
                        largest = Math.Max(largest, input.Span[(((tile * height) + y) * width) + x]);
                    }
                }

                scores[at] = -Math.Abs(largest - channel);
            }

            return [new NetworkOutput([batch, classes, height, width], scores)];
        }

        public void Dispose()
        {
        }
    }
}
