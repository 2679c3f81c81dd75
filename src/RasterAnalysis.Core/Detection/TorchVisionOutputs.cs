using RasterAnalysis.Inference;

namespace RasterAnalysis.Detection;

/// <summary>Reads what torchvision's detectors return for one image: boxes, scores, labels and maybe masks.</summary>
internal static class TorchVisionOutputs
{
    private const float MaskThreshold = 0.5f;
    private const int Corners = 4;

    /// <summary>Decodes.</summary>
    /// <exception cref="InferenceException">A run had more than one image, or an output has another shape.</exception>
    public static void Decode(DetectorLayout layout, IReadOnlyList<NetworkOutput> outputs, ObjectSink sink)
    {
        if (sink.Images != 1)
        {
            throw new InferenceException($"torchvision's detectors return no axis for images; {sink.Images} went into one run, and only 1 may.");
        }

        sink.Check(outputs[0], 0, -1, Corners);
        var count = outputs[0].Dimensions[0];
        sink.Check(outputs[1], 1, count);
        sink.Check(outputs[2], 2, count);
        if (layout.HasMasks)
        {
            sink.Check(outputs[3], 3, count, 1, sink.Height, sink.Width);
        }

        var boxes = outputs[0].Values.Span;
        var scores = outputs[1].Values.Span;
        var labels = outputs[2].Values.Span;
        for (var i = 0; i < count; i++)
        {
            // a label below the first is the background
            if (sink.IsObject(0, scores[i]) && !(labels[i] < layout.FirstLabel))
            {
                var box = boxes.Slice(i * Corners, Corners);
                var at = i;
                sink.Add(0, labels[i], scores[i], RotatedBox.FromCorners(box[0], box[1], box[2], box[3]), layout.HasMasks ? _ => Trace(outputs[3], at, sink) : null);
            }
        }
    }

    private static IReadOnlyList<PixelRing> Trace(NetworkOutput masks, int index, ObjectSink sink)
    {
        var (height, width) = (sink.Height, sink.Width);
        var mask = masks.Values.Span.Slice(index * height * width, height * width);
        var (left, top, right, bottom) = (width, height, 0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] > MaskThreshold)
            {
                (left, top) = (Math.Min(left, i % width), Math.Min(top, i / width));
                (right, bottom) = (Math.Max(right, (i % width) + 1), (i / width) + 1);
            }
        }

        if (left >= right)
        {
            return [];
        }

        // the mask is that of the tile, and an object fills a small part of it
        var isSet = new bool[(right - left) * (bottom - top)];
        for (var i = 0; i < isSet.Length; i++)
        {
            isSet[i] = mask[((top + (i / (right - left))) * width) + left + (i % (right - left))] > MaskThreshold;
        }

        return [.. MaskTracer.Trace(isSet, right - left, bottom - top).Select(ring => ring.MovedBy(left, top))];
    }
}
