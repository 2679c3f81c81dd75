using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>Reads what DETR and its kin return: logits for each query, and boxes in parts of the image.</summary>
internal static class DetrOutputs
{
    private const int BoxFeatures = 4;

    /// <summary>Decodes.</summary>
    public static void Decode(DetectorLayout layout, IReadOnlyList<NetworkOutput> outputs, ObjectSink sink)
    {
        var isSoftmax = layout.Family == DetectorFamily.Detr;
        var logits = layout.Classes + (isSoftmax ? 1 : 0);
        sink.Check(outputs[0], 0, sink.Images, -1, logits);
        var count = outputs[0].Dimensions[1];
        sink.Check(outputs[1], 1, sink.Images, count, BoxFeatures);
        var best = new BestClasses(sink.Images * count);
        best.Read(outputs[0].Values.Span, layout.Classes, 1, logits);
        var boxes = outputs[1].Values.Span;
        for (var i = 0; i < sink.Images * count; i++)
        {
            var score = isSoftmax ? Softmax(outputs[0].Values.Span.Slice(i * logits, logits), best.Class(i), best.Score(i)) : (float)(1 / (1 + Math.Exp(-best.Score(i))));
            if (sink.IsObject(i / count, score))
            {
                var box = boxes.Slice(i * BoxFeatures, BoxFeatures);
                sink.Add(i / count, best.Class(i), score, new RotatedBox(
                    (double)box[0] * sink.Width, (double)box[1] * sink.Height, (double)box[2] * sink.Width, (double)box[3] * sink.Height));
            }
        }
    }

    private static float Softmax(ReadOnlySpan<float> logits, int place, float best)
    {
        if (float.IsNaN(best))
        {
            return best;
        }

        // the greatest is 1, so that no sum is infinite
        double most = Math.Max(best, logits[^1]);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - most);
        }

        return (float)(Math.Exp(logits[place] - most) / sum);
    }
}
