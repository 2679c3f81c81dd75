using System.Globalization;
using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Inference;

/// <summary>
/// Finds out how a network is fed and read: from its signature, from what the definition says, and from one trial run where the file leaves
/// things open (<c>dlpk-emd</c> 6.1). Refuses networks that classify no pixels, saying what they are.
/// </summary>
public static class NetworkProfiler
{
    /// <summary>Side of the trial tile for networks of any size when the definition names none.</summary>
    public const int DefaultTileSize = 256;

    /// <summary>1 GiB of input: no machine runs a network over more of it at once.</summary>
    private const int MostTrialValues = 1 << 28;

    /// <summary>Profiles a loaded network.</summary>
    /// <param name="session">The network; it is run once.</param>
    /// <param name="model">Its graph; null when it is not known, and then nothing is said about tiles being exact.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <exception cref="ModelPackageException">The network is no pixel classifier, or does not fit the definition.</exception>
    public static NetworkProfile Profile(INetworkSession session, OnnxModel? model, ModelDefinition definition, ICollection<string> warnings)
    {
        var input = SelectInput(session.Signature);
        var layout = InputLayout(input, definition, warnings);
        var (batch, bands, height, width) = Axes(input, layout, definition);
        WarnAboutSize(definition, height, width, warnings);
        var tile = (Batch: batch ?? 1, Bands: bands, Height: height ?? definition.ImageHeight ?? DefaultTileSize, Width: width ?? definition.ImageWidth ?? DefaultTileSize);
        var facts = model is null ? null : LocalityInspector.TryAnalyze(model, input.Name, layout, tile, height is not null && width is not null);
        if (facts is not null)
        {
            tile = tile with { Height = height ?? facts.Fit(tile.Height), Width = width ?? facts.Fit(tile.Width) };
        }

        var output = OutputSelector.Select(session.Signature, definition, warnings);
        if (batch is null && output.Dimensions[0] > 0)
        {
            // some exporters write the batch of the example into a reshape near the end
            batch = output.Dimensions[0];
            tile = tile with { Batch = output.Dimensions[0] };
        }

        var trial = Try(session, layout, tile, output.Name);
        var (outputLayout, channels, outputHeight, outputWidth) = OutputAxes(output, trial.Dimensions, definition, tile.Height, tile.Width);
        var geometry = OutputGeometry.Of(
            definition, facts, facts?.Outputs.GetValueOrDefault(output.Name), (tile.Height, tile.Width), (outputHeight, outputWidth), warnings);
        var kind = Kind(output, channels, trial.Values.Span);
        return new NetworkProfile(
            input.Name, input.ElementType, layout, bands, batch, height, width, output.Name, kind, outputLayout, channels, geometry.Crop, geometry.Stride,
            kind == OutputKind.Scores && AreProbabilities(trial, outputLayout, channels), geometry.Locality);
    }

    private static bool AreProbabilities(NetworkOutput output, TensorLayout layout, int channels)
    {
        var values = output.Values.Span;
        var plane = layout == TensorLayout.Nchw ? output.Dimensions[^1] * output.Dimensions[^2] : 1;
        var perTile = plane * channels;
        for (var pixel = 0; pixel < values.Length / channels; pixel++)
        {
            var start = (pixel / plane * perTile) + (pixel % plane);
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                var value = values[start + (channel * plane)];
                sum += value >= 0 ? value : double.NaN;
            }

            if (!(Math.Abs(sum - 1) < 1e-3))
            {
                return false;
            }
        }

        return true;
    }

    private static NetworkTensor SelectInput(NetworkSignature signature)
    {
        if (signature.Inputs.Count != 1)
        {
            var names = string.Join(", ", signature.Inputs);
            throw new ModelPackageException($"The network has {signature.Inputs.Count} inputs ({names}); a pixel classifier has one.");
        }

        var input = signature.Inputs[0];
        if (input.Dimensions.Count != 4)
        {
            throw new ModelPackageException(
                $"The network's input {input} has {input.Dimensions.Count} axes; a pixel classifier takes four: batch, bands, rows and columns.");
        }

        return input.ElementType == TensorElementType.Other
            ? throw new ModelPackageException($"The network's input {input} is of a type that pixels cannot be turned into.")
            : input;
    }

    private static TensorLayout InputLayout(NetworkTensor input, ModelDefinition definition, ICollection<string> warnings)
    {
        var bands = definition.ExtractBands.Count;
        var first = input.Dimensions[1];
        var last = input.Dimensions[3];
        if (bands > 0 && first != last && (first == bands) != (last == bands))
        {
            return first == bands ? TensorLayout.Nchw : TensorLayout.Nhwc;
        }

        if (definition.Layout is { } said)
        {
            return said;
        }

        // a small last axis behind larger ones is a band axis; networks from TensorFlow look so
        if (last is > 0 and <= 16 && (first < 0 || first > 16))
        {
            warnings.Add($"The network's input {input} is read as batch, rows, columns, bands; say so with ModelFormat \"NHWC\" in the .emd.");
            return TensorLayout.Nhwc;
        }

        return TensorLayout.Nchw;
    }

    private static (int? Batch, int Bands, int? Height, int? Width) Axes(NetworkTensor input, TensorLayout layout, ModelDefinition definition)
    {
        var d = input.Dimensions;
        var (c, h, w) = layout == TensorLayout.Nchw ? (d[1], d[2], d[3]) : (d[3], d[1], d[2]);
        var bands = c > 0 ? c : definition.ExtractBands.Count > 0 ? definition.ExtractBands.Count : throw new ModelPackageException(
            $"The network's input {input} does not say how many bands it takes; list them in ExtractBands of the .emd.");
        if (definition.ExtractBands.Count > 0 && definition.ExtractBands.Count != bands)
        {
            throw new ModelPackageException(
                $"ExtractBands of the .emd lists {definition.ExtractBands.Count} bands, but the network takes {bands}; list exactly {bands}.");
        }

        return (Positive(d[0]), bands, Positive(h), Positive(w));
    }

    private static int? Positive(int dimension) => dimension > 0 ? dimension : null;

    private static void WarnAboutSize(ModelDefinition definition, int? height, int? width, ICollection<string> warnings)
    {
        if ((height is { } h && definition.ImageHeight is { } eh && h != eh) || (width is { } w && definition.ImageWidth is { } ew && w != ew))
        {
            warnings.Add(
                $"The .emd says {definition.ImageWidth}×{definition.ImageHeight} pixels, but the network takes {width}×{height}; the network's size is used.");
        }
    }

    private static NetworkOutput Try(INetworkSession session, TensorLayout layout, (int Batch, int Bands, int Height, int Width) tile, string output)
    {
        var (batch, bands, height, width) = tile;
        int[] dimensions = layout == TensorLayout.Nchw ? [batch, bands, height, width] : [batch, height, width, bands];
        var count = (double)batch * bands * height * width;
        if (count is not (>= 1 and <= MostTrialValues))
        {
            throw new ModelPackageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The network takes {batch} × {bands} × {height} × {width} values at once, and 1 to {MostTrialValues} can be tried; export it for a tile of usual size."));
        }

        var values = new float[(int)count];

        // something between flat and noise: a flat tile can hide whether the output is a probability
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i % 251 * 37 % 251 / 251f;
        }

        return session.Run(values, dimensions, output);
    }

    private static (TensorLayout Layout, int Channels, int Height, int Width) OutputAxes(
        NetworkTensor output, IReadOnlyList<int> d, ModelDefinition definition, int tileHeight, int tileWidth)
    {
        switch (d.Count)
        {
            case 3:
                return (TensorLayout.Nchw, 1, d[1], d[2]);
            case 4:
                var nchw = (TensorLayout.Nchw, d[1], d[2], d[3]);
                var nhwc = (TensorLayout.Nhwc, d[3], d[1], d[2]);
                return PrefersNhwc(d, definition, tileHeight, tileWidth) ? nhwc : nchw;
            default:
                throw new ModelPackageException(
                    $"The network returned {d.Count} axes ({string.Join(", ", d)}) as {output.Name}; a pixel classifier returns an image, "
                    + "so this network classifies or describes whole tiles.");
        }
    }

    private static bool PrefersNhwc(IReadOnlyList<int> d, ModelDefinition definition, int tileHeight, int tileWidth)
    {
        var asNchw = d[2] <= tileHeight && d[3] <= tileWidth && d[2] * 2 > d[1];
        var asNhwc = d[1] <= tileHeight && d[2] <= tileWidth;
        if (d[1] == tileHeight && d[2] == tileWidth && !(d[2] == tileHeight && d[3] == tileWidth))
        {
            return true;
        }

        return d[2] == tileHeight && d[3] == tileWidth ? false
            : asNhwc && (!asNchw || FitsClasses(d[3], definition) && !FitsClasses(d[1], definition));
    }

    private static bool FitsClasses(int channels, ModelDefinition definition) =>
        channels == definition.Classes.Count || channels == definition.Classes.Count + 1;

    private static OutputKind Kind(NetworkTensor output, int channels, ReadOnlySpan<float> trial)
    {
        if (channels > 1)
        {
            return OutputKind.Scores;
        }

        if (output.ElementType is not (TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double))
        {
            return OutputKind.ClassIds;
        }

        var isProbability = true;
        foreach (var value in trial)
        {
            isProbability &= value is >= 0 and <= 1;
        }

        return isProbability ? OutputKind.Probability : OutputKind.Logit;
    }
}
