using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>What ONNX Runtime says of a network, without what only its authors can read: its source files, its C++ signatures and this machine's paths.</summary>
internal static partial class RuntimeMessage
{
    private const int MaxLength = 500;
    private const string Failed = " was false.";

    /// <summary>The text of a failure, in one line.</summary>
    /// <param name="exception">The failure.</param>
    public static string Of(OnnxRuntimeException exception) => Clean(exception.Message);

    /// <summary>Cleans a text.</summary>
    public static string Clean(string message)
    {
        var text = Blanks().Replace(LoadedFrom().Replace(ErrorCode().Replace(message, ""), ""), " ").Trim();
        while (SourceLine().Match(text) is { Success: true } match)
        {
            text = text[..match.Index] + Said(text[(match.Index + match.Length)..]);
        }

        text = text.Trim().TrimEnd('.');
        return text.Length == 0 ? "nothing more" : text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    /// <summary>What stands behind a source line: a signature, a condition that did not hold, and then the sentence.</summary>
    private static string Said(string text)
    {
        var rest = text[SignatureEnd(text)..];
        var condition = rest.IndexOf(Failed, StringComparison.Ordinal);
        var sentence = condition >= 0 ? rest[(condition + Failed.Length)..].Trim() : rest.Trim();
        return sentence.Length > 0 ? sentence : condition >= 0 ? $"a condition did not hold: {rest[..condition].Trim()}" : "";
    }

    private static int SignatureEnd(string text)
    {
        // a C++ signature, or the bare name of a function
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text[..open].Contains("::", StringComparison.Ordinal))
        {
            return text.IndexOf(' ', StringComparison.Ordinal) + 1;
        }

        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return at + 1 + Qualifiers().Match(text[(at + 1)..]).Length;
            }
        }

        return text.Length;
    }

    [GeneratedRegex(@"\[ErrorCode:\w+\]\s*|\[ONNXRuntimeError\] : \d+ : \w+ : |Exception during initialization: ")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"(Load model|Load model from) .*? failed:", RegexOptions.Singleline)]
    private static partial Regex LoadedFrom();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\S+\.(cc|cpp|cuh|cu|hpp|h):\d+:?\s*")]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"^\s*(const)?\s*(&&?)?\s*(\[with [^\]]*\])?\s*")]
    private static partial Regex Qualifiers();
}
