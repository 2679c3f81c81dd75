namespace RasterAnalysis.Testing;

/// <summary>
/// Classifiers over pixels that scikit-learn trains, written by <c>tests/networks/classifiers.py</c> in the layouts of skl2onnx. <c>tests/install-tools.sh</c> installs what it needs.
/// </summary>
public static class TrainedClassifier
{
    /// <summary>Bands of a row.</summary>
    public const int Bands = 6;

    /// <summary>Trains and writes one.</summary>
    /// <param name="kind">As the script names it.</param>
    /// <returns>The ONNX file.</returns>
    /// <exception cref="InvalidOperationException">Python, scikit-learn or onnx is missing; the text has what was said.</exception>
    public static byte[] Make(string kind)
    {
        var target = Path.GetTempFileName();
        try
        {
            NetworkScript.Run("classifiers.py", kind, target);
            return File.ReadAllBytes(target);
        }
        finally
        {
            File.Delete(target);
        }
    }
}
