using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>Reads what YOLO's networks return before their suppression: a number of features for each of many candidates.</summary>
internal static class YoloOutputs
{
    private const int BoxFeatures = 4;

    /// <summary>Decodes.</summary>
    public static void Decode(DetectorLayout layout, IReadOnlyList<NetworkOutput> outputs, ObjectSink sink)
    {
        var hasObjectness = layout.Family == DetectorFamily.YoloV5;
        var isOriented = layout.Family == DetectorFamily.YoloOriented;
        var scoresAt = BoxFeatures + (hasObjectness ? 1 : 0);
        var features = scoresAt + layout.Classes + (isOriented ? 1 : 0) + layout.Prototypes;
        var dimensions = outputs[0].Dimensions;
        if (hasObjectness)
        {
            sink.Check(outputs[0], 0, sink.Images, -1, features);
        }
        else
        {
            sink.Check(outputs[0], 0, sink.Images, features, -1);
        }

        var count = hasObjectness ? dimensions[1] : dimensions[2];
        var (featureStep, candidateStep) = hasObjectness ? (1, features) : (count, 1);
        var best = new BestClasses(count);
        var last = features - 1;
        for (var image = 0; image < sink.Images; image++)
        {
            var values = outputs[0].Values.Slice(image * features * count, features * count);
            var span = values.Span;
            best.Read(count == 0 ? default : span[(scoresAt * featureStep)..], layout.Classes, featureStep, candidateStep);
            var prototypes = layout.HasMasks ? new PrototypeMasks(outputs[1], image, layout, sink) : null;
            for (var i = 0; i < count; i++)
            {
                float Feature(int feature) => values.Span[(feature * featureStep) + (i * candidateStep)];
                var score = hasObjectness ? Feature(BoxFeatures) * best.Score(i) : best.Score(i);
                if (!sink.IsObject(image, score))
                {
                    continue;
                }

                var box = new RotatedBox(Feature(0), Feature(1), Feature(2), Feature(3), isOriented ? Feature(last) : 0);
                sink.Add(image, best.Class(i), score, box, prototypes is null ? null : where => prototypes.Trace(where, k => Feature(scoresAt + layout.Classes + k)));
            }
        }
    }
}
