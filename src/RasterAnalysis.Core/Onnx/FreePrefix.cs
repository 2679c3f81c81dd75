using System.Globalization;
using System.Text;

namespace RasterAnalysis.Onnx;

/// <summary>Names for what is written into an ONNX file beside what is there.</summary>
internal static class FreePrefix
{
    /// <summary>A prefix that no tensor's name in the file begins with.</summary>
    /// <param name="file">The file.</param>
    /// <param name="word">How the prefix begins.</param>
    public static string Of(ReadOnlySpan<byte> file, string word)
    {
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{word}{i}:");
            if (file.IndexOf(Encoding.UTF8.GetBytes(prefix)) < 0)
            {
                return prefix;
            }
        }
    }
}
