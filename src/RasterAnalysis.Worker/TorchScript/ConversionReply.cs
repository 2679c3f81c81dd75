using System.Text.Json;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>What <c>convert_torchscript.py</c> answers. It ran a stranger's module, so nothing in it is to be believed.</summary>
/// <param name="Height">Rows of the tile that the module was exported with.</param>
/// <param name="Width">Columns of it.</param>
/// <param name="Free">Axes that are free: <c>batch</c>, <c>size</c>.</param>
/// <param name="Output">Which of the module's outputs is read; null where it has one without a name.</param>
/// <param name="Opset">Version of ONNX's operators.</param>
/// <param name="Torch">Version of torch.</param>
/// <param name="Labels">Whether it gives whole numbers, which are classes rather than scores.</param>
/// <param name="Checks">Runs whose inputs and outputs lie beside the network.</param>
/// <param name="Error">Why there is no network; null where there is one.</param>
/// <param name="Operator">The operator that cannot be exported; null where it is something else.</param>
internal sealed record ConversionReply(
    int Height, int Width, IReadOnlyList<string>? Free, string? Output, int Opset, string? Torch, bool Labels, IReadOnlyList<ConversionRun>? Checks, string? Error, string? Operator)
{
    private const int MostChecks = 3;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the last line that the script wrote.</summary>
    /// <exception cref="ModelPackageException">There is none, or it is something else.</exception>
    public static ConversionReply Read(string? line)
    {
        try
        {
            var reply = line is null ? null : JsonSerializer.Deserialize<ConversionReply>(line, Json);
            if (reply is { Error: not null } or { Checks.Count: > 0 and <= MostChecks, Free: not null, Torch: not null })
            {
                return reply;
            }
        }
        catch (JsonException)
        {
            // the same as none
        }

        throw new ModelPackageException("The process that converts TorchScript gave no answer.");
    }
}
