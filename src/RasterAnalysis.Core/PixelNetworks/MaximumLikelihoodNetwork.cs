using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>
/// Writes a Gaussian maximum likelihood classifier as a network over pixels, <c>[N, bands]</c> Float64 in, the class's value out. With equal priors the class k of a pixel x is that of the
/// greatest <c>−ln|Σₖ| − (x − μₖ)ᵀ Σₖ⁻¹ (x − μₖ)</c>; of equal ones the first.
/// </summary>
internal sealed class MaximumLikelihoodNetwork
{
    private const int Int64 = 7;
    private const int Double = 11;
    private const int Opset = 13;

    // of the variance of a band: what the other bands leave of it, below which rounding would decide
    private const double LeastShare = 1e-12;
    private readonly int _bands;
    private readonly List<long> _values = [];
    private readonly List<double[,]> _whitening = [];
    private readonly List<double[]> _means = [];
    private readonly List<double> _constants = [];

    /// <param name="bands">Bands of a pixel.</param>
    public MaximumLikelihoodNetwork(int bands) => _bands = bands;

    /// <summary>Adds a class.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="means">Mean of each band.</param>
    /// <param name="covariances">Covariance of bands, symmetric.</param>
    /// <returns>False where the covariance is singular or not positive definite.</returns>
    public bool TryAdd(long value, double[] means, double[,] covariances)
    {
        // Σ = L Lᵀ, so the distance is |L⁻¹ (x − μ)|²
        var factor = new double[_bands, _bands];
        var logarithm = 0.0;
        for (var row = 0; row < _bands; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = covariances[row, column];
                for (var k = 0; k < column; k++)
                {
                    sum -= factor[row, k] * factor[column, k];
                }

                if (row > column)
                {
                    factor[row, column] = sum / factor[column, column];
                }
                else if (sum > LeastShare * covariances[row, row])
                {
                    factor[row, row] = Math.Sqrt(sum);
                    logarithm += Math.Log(sum);
                }
                else
                {
                    return false;
                }
            }
        }

        _values.Add(value);
        _means.Add(means);
        _whitening.Add(Inverse(factor));
        _constants.Add(-logarithm);
        return true;
    }

    /// <summary>The ONNX file.</summary>
    public byte[] Write()
    {
        var (graph, classes) = (new GraphWriter(), _values.Count);
        var all = classes * _bands;
        var (weights, bias) = (new double[_bands * all], new double[all]);
        for (var k = 0; k < classes; k++)
        {
            for (var row = 0; row < _bands; row++)
            {
                for (var band = 0; band <= row; band++)
                {
                    weights[(band * all) + (k * _bands) + row] = _whitening[k][row, band];
                    bias[(k * _bands) + row] -= _whitening[k][row, band] * _means[k][band];
                }
            }
        }

        graph.Constant("weights", [_bands, all], weights);
        graph.Constant("bias", [all], bias);
        graph.Constant("constants", [classes], [.. _constants]);
        graph.Constant("by_class", [-1, classes, _bands]);
        graph.Constant("last", [2]);
        graph.Constant("values", [.. _values]);
        graph.Node("MatMul", ["bands", "weights"], "products");
        graph.Node("Add", ["products", "bias"], "white");
        graph.Node("Mul", ["white", "white"], "squares");
        graph.Node("Reshape", ["squares", "by_class"], "squares_by_class");
        graph.Node("ReduceSum", ["squares_by_class", "last"], "distances", GraphWriter.Int("keepdims", 0));
        graph.Node("Sub", ["constants", "distances"], "scores");
        graph.Node("ArgMax", ["scores"], "place", GraphWriter.Int("axis", 1), GraphWriter.Int("keepdims", 0));
        graph.Node("Gather", ["values", "place"], "class", GraphWriter.Int("axis", 0));
        graph.Message.Text(2, "maximum likelihood")
            .Message(11, GraphWriter.Value("bands", Double, "pixels", _bands)).Message(12, GraphWriter.Value("class", Int64, "pixels"));
        return new ProtobufMessage().Int(1, 7).Text(2, "RasterAnalysis").Message(7, graph.Message)
            .Message(8, new ProtobufMessage().Text(1, "").Int(2, Opset)).ToArray();
    }

    /// <summary>Of a lower triangle.</summary>
    private double[,] Inverse(double[,] lower)
    {
        var inverse = new double[_bands, _bands];
        for (var column = 0; column < _bands; column++)
        {
            inverse[column, column] = 1 / lower[column, column];
            for (var row = column + 1; row < _bands; row++)
            {
                var sum = 0.0;
                for (var k = column; k < row; k++)
                {
                    sum -= lower[row, k] * inverse[k, column];
                }

                inverse[row, column] = sum / lower[row, row];
            }
        }

        return inverse;
    }
}
