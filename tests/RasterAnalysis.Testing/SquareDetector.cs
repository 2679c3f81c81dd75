using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing;

/// <summary>Packages of the detector of bright squares that <c>tests/networks/squares.py</c> writes.</summary>
public static class SquareDetector
{
    /// <summary>A package.</summary>
    /// <param name="layout">A value of <c>DetectorLayout</c>, of which the network is.</param>
    /// <param name="tile">Its tile, in pixels.</param>
    /// <param name="more">Keys of the definition that are added or replaced.</param>
    public static byte[] Package(string layout, int tile, params (string Key, JsonNode? Value)[] more)
    {
        var path = Path.Combine(Path.GetTempPath(), $"squares-{Guid.NewGuid():N}.onnx");
        try
        {
            NetworkScript.Run("squares.py", layout, path);
            return TestPackages.Package(
                TestPackages.Definition(
                    [(1, "small", [255, 0, 0]), (2, "large", [0, 0, 255])],
                    [
                        ("ModelType", layout == "YoloSegment" ? "InstanceSegmentation" : "ObjectDetection"), ("ImageHeight", tile), ("ImageWidth", tile), ("DataRange", new JsonArray(0, 255)),
                        ("Threshold", 0.5), .. more,
                    ]),
                File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
