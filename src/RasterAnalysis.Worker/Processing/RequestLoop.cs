using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Reads requests and answers them one after the other. The input is read on a thread of its own: when the service goes away in the middle of
/// a request, this process ends at once rather than work for nobody.
/// </summary>
/// <param name="input">Where requests come from.</param>
/// <param name="replies">Where replies go.</param>
/// <param name="handler">Answers requests.</param>
/// <param name="lines">Receives the lines of the input; a request may take answers to its own questions from it.</param>
/// <param name="onRequest">Called with each request before it is answered; what it throws is the answer. Null for nobody.</param>
internal sealed class RequestLoop(
    Stream input, ReplyWriter replies, RequestHandler handler, BlockingCollection<string> lines, Action<InstanceRequest>? onRequest = null)
{
    private const int Orphaned = 3;
    private volatile bool _isBusy;

    /// <summary>Runs until the input ends.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run()
    {
        using var trace = new RequestTrace();
        new Thread(ReadInput) { IsBackground = true, Name = "requests" }.Start();
        foreach (var line in lines.GetConsumingEnumerable())
        {
            _isBusy = true;
            var reply = Answer(line);
            if (trace.Take() is { } spans)
            {
                replies.Write(spans);
            }

            // whoever has the reply may close the input at once
            _isBusy = false;
            replies.Write(reply);
        }

        return 0;
    }

    /// <summary>The reply that an answer becomes.</summary>
    public static InstanceReply Result(object value) => new InstanceReply.Result(JsonSerializer.SerializeToElement(value, value.GetType(), PlanJson.Options));

    private InstanceReply Answer(string line)
    {
        Activity? span = null;
        try
        {
            var request = KindJson.Read<InstanceRequest>(line);
            span = RequestTrace.Begin(request);
            onRequest?.Invoke(request);
            RangeFileSystem.TakeFailure();
            var value = handler.Handle(
                request,
                fraction => replies.Write(new InstanceReply.Progress(fraction)),
                (type, text) => replies.Write(new InstanceReply.Message(type, text)));
            if (RangeFileSystem.TakeFailure() is { } lost)
            {
                // what GDAL makes of bytes that it did not get may look like any other raster
                throw lost;
            }

            return Result(value);
        }
        catch (Exception caught)
        {
            // what GDAL says of bytes that it did not get is not why
            var exception = RangeFileSystem.TakeFailure() ?? caught;
            if (exception is not RasterAnalysisException)
            {
                Console.Error.WriteLine(exception);
            }

            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            return InstanceFailures.ToReply(exception);
        }
        finally
        {
            span?.Dispose();
        }
    }

    private void ReadInput()
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        if (_isBusy)
        {
            Environment.Exit(Orphaned);
        }

        lines.CompleteAdding();
    }
}
