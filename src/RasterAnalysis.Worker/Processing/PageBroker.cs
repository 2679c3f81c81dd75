using System.Collections.Concurrent;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Asks the service for blocks of image services in the middle of a request: a reply goes out, and the next line that comes in is the answer. This
/// process itself speaks to no host and knows no token.
/// </summary>
internal sealed class PageBroker(ReplyWriter replies, BlockingCollection<string> lines) : IPageSource
{
    public IReadOnlyList<PageFile> Fetch(string path, IReadOnlyList<PixelWindow> windows)
    {
        replies.Write(new InstanceReply.NeedPages(path, windows));
        var answer = PlanJson.Read<InstancePages>(lines.Take());
        return answer.Failure is { } failure ? throw InstanceFailures.ToException(failure) : answer.Files!;
    }
}
