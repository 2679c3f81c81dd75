using RasterAnalysis.Inference;

namespace RasterAnalysis.Detection;

/// <summary>Reads what networks return that end with their own suppression: rows of two corners, score and class.</summary>
internal static class EndToEndOutputs
{
    private const int Row = 6;

    /// <summary>Decodes.</summary>
    public static void Decode(IReadOnlyList<NetworkOutput> outputs, ObjectSink sink)
    {
        sink.Check(outputs[0], 0, sink.Images, -1, Row);
        var count = outputs[0].Dimensions[1];
        var values = outputs[0].Values.Span;
        for (var i = 0; i < sink.Images * count; i++)
        {
            var row = values.Slice(i * Row, Row);
            if (sink.IsObject(i / count, row[4]))
            {
                sink.Add(i / count, row[5], row[4], RotatedBox.FromCorners(row[0], row[1], row[2], row[3]));
            }
        }
    }
}
