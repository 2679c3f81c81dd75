using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing;

/// <summary>An <c>.ecd</c> of <em>Train Maximum Likelihood Classifier</em>, with the likelihoods by plain arithmetic.</summary>
public sealed class ClassifierFile
{
    private readonly (long Value, string Name, double[] Means, double[,] Covariances)[] _classes;

    /// <summary>Makes one of random classes.</summary>
    /// <param name="bands">Bands.</param>
    /// <param name="values">Class values.</param>
    public ClassifierFile(int bands, params long[] values)
    {
        Bands = bands;
        var random = new Random(bands + values.Length);
        _classes = [.. values.Select(value =>
        {
            // a product with its own transpose is symmetric, and something on the diagonal makes it positive definite
            var half = new double[bands, bands];
            var covariances = new double[bands, bands];
            for (var i = 0; i < bands * bands; i++)
            {
                half[i / bands, i % bands] = (random.NextDouble() * 40) - 20;
            }

            for (var i = 0; i < bands * bands; i++)
            {
                covariances[i / bands, i % bands] = Enumerable.Range(0, bands).Sum(k => half[i / bands, k] * half[i % bands, k]) + (i / bands == i % bands ? 150 : 0);
            }

            return (value, $"Class {value}", Enumerable.Range(0, bands).Select(_ => 60 + (random.NextDouble() * 130)).ToArray(), covariances);
        })];
        Document = new JsonObject
        {
            ["Definitions"] = new JsonArray(new JsonObject
            {
                ["Classifier"] = "MaximumLikelihood",
                ["NumberBands"] = bands,
                ["RasterIsSegmented"] = false,
                ["Classes"] = new JsonArray([.. _classes.Select((entry, i) => (JsonNode)new JsonObject
                {
                    ["ClassValue"] = entry.Value,
                    ["ClassName"] = entry.Name,
                    ["Red"] = 10 * (i + 1),
                    ["Green"] = 20,
                    ["Blue"] = 30,
                    ["Count"] = 100,
                    ["Means"] = new JsonArray([.. entry.Means.Select(mean => (JsonNode)mean)]),
                    ["Covariances"] = new JsonArray([.. Enumerable.Range(0, bands).Select(row =>
                        (JsonNode)new JsonArray([.. Enumerable.Range(0, bands).Select(column => (JsonNode)entry.Covariances[row, column])]))]),
                })]),
            }),
        };
    }

    /// <summary>Reads one.</summary>
    /// <param name="document">Its text as JSON.</param>
    public ClassifierFile(JsonObject document)
    {
        var definition = document["Definitions"]![0]!;
        (Document, Bands) = (document, (int)definition["NumberBands"]!);
        _classes = [.. definition["Classes"]!.AsArray().Select(entry =>
        {
            var covariances = new double[Bands, Bands];
            for (var i = 0; i < Bands * Bands; i++)
            {
                covariances[i / Bands, i % Bands] = (double)entry!["Covariances"]![i / Bands]![i % Bands]!;
            }

            return ((long)entry!["ClassValue"]!, (string)entry["ClassName"]!, entry["Means"]!.AsArray().Select(mean => (double)mean!).ToArray(), covariances);
        })];
    }

    /// <summary>Bands of a pixel.</summary>
    public int Bands { get; }

    /// <summary>The file as JSON.</summary>
    public JsonObject Document { get; }

    /// <summary>The first class, in which a test may spoil something.</summary>
    public JsonObject First => Document["Definitions"]![0]!["Classes"]![0]!.AsObject();

    /// <summary>The class of greatest likelihood, by Gaussian elimination.</summary>
    public long ClassOf(double[] pixel) => _classes.MaxBy(entry =>
    {
        var difference = pixel.Zip(entry.Means, (value, mean) => value - mean).ToArray();
        var (solved, logarithm) = Solve(entry.Covariances, difference);
        return -logarithm - difference.Zip(solved, (a, b) => a * b).Sum();
    }).Value;

    private static (double[] Solution, double LogDeterminant) Solve(double[,] matrix, double[] right)
    {
        var (m, x, n, logarithm) = ((double[,])matrix.Clone(), (double[])right.Clone(), right.Length, 0.0);
        for (var pivot = 0; pivot < n; pivot++)
        {
            logarithm += Math.Log(m[pivot, pivot]);
            for (var row = pivot + 1; row < n; row++)
            {
                var share = m[row, pivot] / m[pivot, pivot];
                for (var column = pivot; column < n; column++)
                {
                    m[row, column] -= share * m[pivot, column];
                }

                x[row] -= share * x[pivot];
            }
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < n; column++)
            {
                x[row] -= m[row, column] * x[column];
            }

            x[row] /= m[row, row];
        }

        return (x, logarithm);
    }
}
