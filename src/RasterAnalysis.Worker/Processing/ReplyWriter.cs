using System.Text;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Writes replies as marked lines.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ReplyWriter(Stream output)
{
    private readonly Lock _lock = new();

    public void Write(InstanceReply reply)
    {
        // a native library may have printed half a line: begin a new one, so that the mark stands first
        var line = Encoding.UTF8.GetBytes($"\n{InstanceReply.LineMark}{KindJson.Write(reply)}\n");
        lock (_lock)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
