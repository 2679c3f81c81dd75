using System.Buffers;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Fakes;

/// <summary>A network that is a formula over one tile: scores by channel, row and column of its output.</summary>
internal sealed class FormulaNetwork(int channels, int crop, Func<Func<int, int, int, float>, int, int, int, float> score) : INetworkSession
{
    private readonly float[][] _outputs = [[], []];
    private int _turn;

    public NetworkSignature Signature { get; } = new(
        [new NetworkTensor("input", TensorElementType.Float, [-1, -1, -1, -1])], [new NetworkTensor("output", TensorElementType.Float, [-1, channels, -1, -1])]);

    public string ExecutionProvider => "Formula";

    public bool IsOnProcessor => true;

    public bool PreparesShapes => false;

    public int ConcurrentRuns { get; init; } = 1;

    public List<int> Batches { get; private init; } = [];

    /// <summary>Hears the dimensions of each input.</summary>
    public Action<IReadOnlyList<int>>? OnRun { get; init; }

    /// <summary>Hears each input.</summary>
    public Action<ReadOnlyMemory<float>>? OnInput { get; init; }

    public INetworkSession Fork() => new FormulaNetwork(channels, crop, score) { ConcurrentRuns = ConcurrentRuns, Batches = Batches, OnRun = OnRun, OnInput = OnInput };

    public IMemoryOwner<float> Rent(int length) => MemoryPool<float>.Shared.Rent(length);

    public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames)
    {
        var (batch, bands, height, width) = (dimensions[0], dimensions[1], dimensions[2], dimensions[3]);
        lock (Batches)
        {
            Batches.Add(batch);
        }

        OnRun?.Invoke(dimensions);
        OnInput?.Invoke(input);
        var (rows, columns) = (height - (2 * crop), width - (2 * crop));
        // scores are overwritten by the run after the next, as those of a real network are
        _turn = 1 - _turn;
        var length = batch * channels * rows * columns;
        var output = _outputs[_turn] = _outputs[_turn].Length < length ? new float[length] : _outputs[_turn];
        var at = 0;
        for (var tile = 0; tile < batch; tile++)
        {
            var start = tile * bands * height * width;
            float Pixel(int band, int row, int column) => row < 0 || column < 0 || row >= height || column >= width
                ? 0
                : input.Span[start + (((band * height) + row) * width) + column];
            for (var channel = 0; channel < channels; channel++)
            {
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++)
                    {
                        output[at++] = score(Pixel, channel, row + crop, column + crop);
                    }
                }
            }
        }

        return [new NetworkOutput([batch, channels, rows, columns], output.AsMemory(0, length))];
    }

    public void Dispose()
    {
    }
}
