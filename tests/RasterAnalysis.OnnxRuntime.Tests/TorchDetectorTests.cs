using RasterAnalysis.Detection;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Detectors of torchvision, exported by torch, find what torch finds with them.</summary>
public sealed class TorchDetectorTests(ITestOutputHelper output)
{
    // torch cuts its lists at 40 to 300 objects: those that are less sure than this may be others
    private const double Threshold = 0.65;

    // sums in another order: parts of a pixel, and of a score
    private const double BoxTolerance = 0.1;
    private const double ScoreTolerance = 1e-3;
    private const double MaskTolerance = 0.01;

    [Theory]
    [InlineData("ssdlite320_mobilenet_v3_large", false)]
    [InlineData("fasterrcnn_mobilenet_v3_large_320_fpn", false)]
    [InlineData("maskrcnn_mobilenet", true)]
    public void A_detector_finds_what_torch_finds(string kind, bool hasMasks)
    {
        var detector = TorchDetector.Make(kind);
        using var file = new NetworkFile(detector.Network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        var layout = DetectorLayoutRules.Choose(session.Signature, Definition(hasMasks ? "InstanceDetection" : "ObjectDetection"));
        Assert.Equal((DetectorFamily.TorchVision, 1, 1, hasMasks), (layout.Family, layout.FirstLabel, layout.MaxBatch, layout.HasMasks));

        var run = session.Run(detector.Image, [1, 3, TorchDetector.Side, TorchDetector.Side], layout.OutputNames);
        var decoded = new DetectorDecoder(layout, Threshold).Decode(run, 1, TorchDetector.Side, TorchDetector.Side);

        Assert.Equal((0, 0), (decoded.Sum(image => image.NotNumbers), decoded.Sum(image => image.WithoutMask)));
        var expected = detector.Scores.Index().Where(pair => pair.Item >= Threshold - ScoreTolerance)
            .Select(pair => (pair.Index, Class: (int)detector.Labels[pair.Index] - 1, Score: pair.Item, Box: detector.Boxes[pair.Index])).ToList();
        Assert.InRange(expected.Count, 8, 290);
        Assert.True(expected.Select(one => one.Class).Distinct().Count() > 1);
        var (farthest, mostScore, mostPixels) = (0.0, 0.0, 0.0);
        foreach (var one in Assert.Single(decoded).Objects)
        {
            Assert.InRange(one.Score, Threshold - ScoreTolerance, 1);
            var nearest = expected.Where(other => other.Class == one.Class).MinBy(other => Distance(other.Box, one.Box) + Math.Abs(other.Score - one.Score));
            Assert.True(expected.Remove(nearest));
            (farthest, mostScore) = (Math.Max(farthest, Distance(nearest.Box, one.Box)), Math.Max(mostScore, Math.Abs(nearest.Score - one.Score)));
            mostPixels = hasMasks ? Math.Max(mostPixels, Difference(detector.Masks, nearest.Index, one.Mask!)) : 0;
        }

        output.WriteLine(FormattableString.Invariant(
            $"{kind}: {decoded[0].Objects.Count} objects, at most {farthest:0.0000} pixels, {mostScore:0.000000} of a score and {mostPixels:0.0000} of a mask from torch's"));
        Assert.DoesNotContain(expected, other => other.Score >= Threshold + ScoreTolerance);
        Assert.InRange(farthest, 0, BoxTolerance);
        Assert.InRange(mostScore, 0, ScoreTolerance);
        Assert.InRange(mostPixels, 0, MaskTolerance);
    }

    private static double Distance(float[] corners, RotatedBox box) => new[]
    {
        Math.Abs(corners[0] - box.Left), Math.Abs(corners[1] - box.Top), Math.Abs(corners[2] - box.Right), Math.Abs(corners[3] - box.Bottom),
    }.Max();

    /// <summary>Pixels in one of a mask of torch's and rings alone, over those of the mask.</summary>
    private static double Difference(bool[] masks, int index, IReadOnlyList<PixelRing> rings)
    {
        const int Side = TorchDetector.Side;
        var filled = new bool[Side * Side];
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Corners.Count; i++)
            {
                var (from, to) = (ring.Corners[i], ring.Corners[(i + 1) % ring.Corners.Count]);
                for (var row = Math.Min(from.Row, to.Row); row < Math.Max(from.Row, to.Row); row++)
                {
                    for (var column = from.Column; column < Side; column++)
                    {
                        filled[(row * Side) + column] ^= true;
                    }
                }
            }
        }

        var mask = masks.AsSpan(index * Side * Side, Side * Side).ToArray();
        return (double)mask.Zip(filled).Count(pair => pair.First != pair.Second) / mask.Count(isSet => isSet);
    }

    private static ModelDefinition Definition(string type)
    {
        var classes = string.Join(",", Enumerable.Range(1, TorchDetector.Classes).Select(value => $$"""{"Value":{{value}},"Name":"Class {{value}}"}"""));
        return ModelDefinitionParser.Parse($$"""{"ModelType":"{{type}}","ModelFile":"network.onnx","Classes":[{{classes}}]}""", "model.emd");
    }
}
