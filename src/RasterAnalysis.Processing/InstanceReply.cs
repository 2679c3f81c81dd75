using System.Text.Json;
using System.Text.Json.Serialization;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing;

/// <summary>What a processing instance says: one line of JSON on its standard output. A request ends with a result or a failure.</summary>
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(NeedPages), "needPages")]
[JsonDerivedType(typeof(NeedRanges), "needRanges")]
[JsonDerivedType(typeof(WillNeedRanges), "willNeedRanges")]
[JsonDerivedType(typeof(NeedStacks), "needStacks")]
[JsonDerivedType(typeof(Content), "content")]
[JsonDerivedType(typeof(Spans), "spans")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Failure), "failure")]
public abstract record InstanceReply
{
    /// <summary>Begins each line, so that what a native library prints is not taken for a reply (RFC 7464's record separator).</summary>
    public const char LineMark = '\u001e';

    /// <summary>Share of the request that is done, 0 to 1.</summary>
    public sealed record Progress(double Fraction) : InstanceReply;

    /// <summary>Something for the user.</summary>
    public sealed record Message(JobMessageType Type, string Text) : InstanceReply;

    /// <summary>Blocks of an image service are needed to go on; answered with a line of <see cref="InstancePages"/>.</summary>
    /// <param name="Path">The service, as in <see cref="ImageServicePath"/>.</param>
    /// <param name="Windows">Blocks that do not overlap.</param>
    public sealed record NeedPages(string Path, IReadOnlyList<PixelWindow> Windows) : InstanceReply;

    /// <summary>Blocks of a file that is read by ranges are needed to go on; answered with a line of <see cref="InstanceRanges"/>.</summary>
    /// <param name="Path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="Ranges">The blocks, in ascending order.</param>
    public sealed record NeedRanges(string Path, IReadOnlyList<BlockRange> Ranges) : InstanceReply;

    /// <summary>Blocks of a file that is read by ranges will be needed soon; there is no answer.</summary>
    /// <param name="Path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="Ranges">The blocks, in ascending order.</param>
    public sealed record WillNeedRanges(string Path, IReadOnlyList<BlockRange> Ranges) : InstanceReply;

    /// <summary>Files of stacks that are described without them are needed to go on; answered with a line of <see cref="InstanceRanges"/>.</summary>
    /// <param name="Stacks">The stacks' paths.</param>
    public sealed record NeedStacks(IReadOnlyList<string> Stacks) : InstanceReply;

    /// <summary>The next bytes of a file that is the answer; its end is the result. Pieces are small, so that no line is long.</summary>
    public sealed record Content(byte[] Bytes) : InstanceReply
    {
        /// <summary>Most bytes of a piece: a line of it stays out of the large object heap.</summary>
        public const int MaxBytes = 24 << 10;
    }

    /// <summary>What the instance did for the request and when, parents first, ahead of the result or failure; only where the request has a trace.</summary>
    public sealed record Spans(IReadOnlyList<InstanceSpan> Items) : InstanceReply;

    /// <summary>The request is done.</summary>
    public sealed record Result(JsonElement Value) : InstanceReply;

    /// <summary>The request failed; the instance goes on.</summary>
    /// <param name="Code">Code of the exception.</param>
    /// <param name="Text">Its message.</param>
    /// <param name="IsTransient">Whether trying again may work.</param>
    /// <param name="Errors">All faults, for an invalid request.</param>
    public sealed record Failure(string Code, string Text, bool IsTransient, IReadOnlyList<RequestError> Errors) : InstanceReply;
}
