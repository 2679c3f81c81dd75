using System.Collections.Concurrent;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Asks the service for blocks of image services, and of files that are read by ranges, in the middle of a request: a reply goes out, and the next line that comes in is the answer. This
/// process itself speaks to no host and knows no token.
/// </summary>
/// <remarks>Thread-safe: one question at a time.</remarks>
internal sealed class PageBroker(ReplyWriter replies, BlockingCollection<string> lines) : IPageSource, IRangeSource
{
    private readonly Lock _turn = new();

    public IReadOnlyList<PageFile> Fetch(string path, IReadOnlyList<PixelWindow> windows)
    {
        var answer = PlanJson.Read<InstancePages>(Ask(new InstanceReply.NeedPages(path, windows)));
        return answer.Failure is { } failure ? throw InstanceFailures.ToException(failure) : answer.Files!;
    }

    public void Fetch(string path, IReadOnlyList<BlockRange> ranges) => Bring(new InstanceReply.NeedRanges(path, ranges));

    public void Bring(IReadOnlyList<string> stacks) => Bring(new InstanceReply.NeedStacks(stacks));

    public void Announce(string path, IReadOnlyList<BlockRange> ranges) => replies.Write(new InstanceReply.WillNeedRanges(path, ranges));

    private void Bring(InstanceReply question)
    {
        if (PlanJson.Read<InstanceRanges>(Ask(question)).Failure is { } failure)
        {
            throw InstanceFailures.ToException(failure);
        }
    }

    private string Ask(InstanceReply question)
    {
        lock (_turn)
        {
            replies.Write(question);
            return lines.Take();
        }
    }
}
