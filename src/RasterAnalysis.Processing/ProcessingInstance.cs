using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Processing;

/// <summary>
/// One child process of <c>RasterAnalysis.Worker</c>. It answers one request at a time. When it is disposed, when a call is cancelled or when
/// the service goes, it ends, with every process that it started.
/// </summary>
/// <remarks>Not thread-safe: one caller at a time.</remarks>
public sealed class ProcessingInstance : IDisposable
{
    private const int KeptErrorLines = 12;
    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly TimeSpan _silence;
    private readonly long _memoryLimit;
    private readonly IPageFetcher? _pages;
    private readonly IRangeFetcher? _ranges;
    private CancellationTokenSource _ahead = new();
    private Task _begun = Task.CompletedTask;
    private readonly Queue<string> _errors = new();
    private readonly InstanceCensus? _census;
    private readonly InstanceUse _use;

    // what it prints in the middle of a request belongs to whoever asked: the job, its trace
    private volatile ExecutionContext? _caller;
    private volatile bool _isDisposed;
    private volatile string? _endedBecause;

    private ProcessingInstance(
        Process process, ProcessingInstanceOptions options, ILogger logger, IPageFetcher? pages, IRangeFetcher? ranges, int device, InstanceCensus? census, InstanceUse use)
    {
        (_process, Device) = (process, device);
        (_silence, _memoryLimit) = (options.Silence, options.MemoryLimit);
        (_pages, _ranges) = (pages, ranges);
        _logger = logger;
        (_census, _use) = (census, use);
        _census?.Add(this, use);
        process.StandardInput.AutoFlush = true;
        process.ErrorDataReceived += (_, e) => KeepError(e.Data);
        using (ExecutionContext.SuppressFlow())
        {
            process.BeginErrorReadLine();
        }
    }

    /// <summary>Process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The GPU that it uses when a job asks for one.</summary>
    public int Device { get; }

    /// <summary>Whether it was given up.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>Whether it can take another request.</summary>
    public bool IsAlive => !_isDisposed && !_process.HasExited;

    /// <summary>Whether it is in the middle of a request.</summary>
    public bool IsBusy => _caller is not null;

    /// <summary>Bytes of memory that it holds; 0 when it has ended.</summary>
    public long MemoryBytes => IsAlive ? MemoryWatch.ResidentBytes(_process.Id) : 0;

    /// <summary>Starts an instance.</summary>
    /// <param name="options">The program.</param>
    /// <param name="logger">Hears what the instance prints.</param>
    /// <param name="pages">Fetches what the instance asks for; null when it can have nothing to ask for.</param>
    /// <param name="device">The GPU that it uses when a job asks for one.</param>
    /// <param name="census">Counts it; null for nobody.</param>
    /// <param name="use">What it is there for.</param>
    /// <param name="ranges">Fetches ranges of files that the instance asks for; null when it can have none to ask for.</param>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public static ProcessingInstance Start(
        ProcessingInstanceOptions options, ILogger logger, IPageFetcher? pages = null, int device = 0, InstanceCensus? census = null, InstanceUse use = InstanceUse.Jobs,
        IRangeFetcher? ranges = null)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            UseShellExecute = false,
        };
        var (program, arguments) = options.Command();
        start.FileName = program;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // memory in pages of 2 MiB is there many times as fast, and networks take and give back much (glibc; others do not know the word)
        start.Environment.TryAdd("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        // GPUs are counted as nvidia-smi counts them, and none of NVIDIA's libraries rounds an fp32 network to TF32
        start.Environment["RasterAnalysis__OnnxRuntime__DeviceId"] = device.ToString(CultureInfo.InvariantCulture);
        start.Environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID";
        start.Environment.TryAdd("NVIDIA_TF32_OVERRIDE", "0");

        try
        {
            return File.Exists(options.ProgramPath)
                ? new ProcessingInstance(Process.Start(start)!, options, logger, pages, ranges, device, census, use)
                : throw new FileNotFoundException($"there is no file '{options.ProgramPath}'");
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or FileNotFoundException or IOException)
        {
            throw new ProcessingInstanceException(
                $"The worker program cannot be started ({exception.Message}); the setting RasterAnalysis__Worker__Path must name RasterAnalysis.Worker.dll.",
                isTransient: false, exception);
        }
    }

    /// <summary>Has the instance do something and waits for the answer.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="request">What to do.</param>
    /// <param name="onProgress">Told the share that is done, 0 to 1; null for nobody.</param>
    /// <param name="onMessage">Told messages for the user, each before the next reply is read; null for nobody.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="onContent">Told the bytes of a file that is the answer, piece by piece; null for nobody.</param>
    /// <exception cref="RasterAnalysisException">What the instance failed with, or that it ended.</exception>
    public async Task<T> CallAsync<T>(
        InstanceRequest request,
        Func<double, Task>? onProgress,
        Func<JobMessageType, string, Task>? onMessage,
        CancellationToken cancellationToken,
        Action<byte[]>? onContent = null)
    {
        _caller = ExecutionContext.Capture();
        var (isAnswered, isTelling) = (false, false);
        try
        {
            using var watch = new MemoryWatch(_process.Id, _memoryLimit, EndForMemory);
            if (request is InstanceRequest.Release)
            {
                await DropAheadAsync().ConfigureAwait(false);
            }

            // giving an instance back is no part of anybody's work
            var span = request is InstanceRequest.Release ? null : Activity.Current;
            try
            {
                var line = KindJson.Write(request with { TraceParent = span is { Recorded: true } ? span.Id : null });
                await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
                while (await ReadReplyAsync(cancellationToken).ConfigureAwait(false) is { } reply)
                {
                    (isAnswered, isTelling) = (reply is InstanceReply.Result or InstanceReply.Failure, reply is InstanceReply.Progress or InstanceReply.Message);
                    switch (reply)
                    {
                        case InstanceReply.Result result:
                            return result.Value.Deserialize<T>(PlanJson.Options)!;
                        case InstanceReply.Failure failure:
                            throw InstanceFailures.ToException(failure);
                    }

                    await HearAsync(reply, onProgress, onMessage, onContent, cancellationToken).ConfigureAwait(false);
                    isTelling = false;
                }
            }
            catch (TimeoutException exception) when (!isAnswered && !isTelling)
            {
                throw EndSilent(exception);
            }
            catch (IOException) when (!isAnswered && !isTelling)
            {
                // the pipe broke: the process is gone, and its exit code says more
            }
            catch (Exception) when (!isAnswered)
            {
                // cancelled, or who listens failed: it is in the middle of its work, and the next one would get the end of its answer
                Dispose();
                throw;
            }

            throw await EndedAsync().ConfigureAwait(false);
        }
        finally
        {
            _caller = null;
        }
    }

    /// <summary>Does what a reply asks for that is not the answer.</summary>
    private async Task HearAsync(
        InstanceReply reply, Func<double, Task>? onProgress, Func<JobMessageType, string, Task>? onMessage, Action<byte[]>? onContent, CancellationToken cancellationToken)
    {
        switch (reply)
        {
            case InstanceReply.Progress progress when onProgress is not null:
                await onProgress(progress.Fraction).ConfigureAwait(false);
                break;
            case InstanceReply.Message message when onMessage is not null:
                await onMessage(message.Type, message.Text).ConfigureAwait(false);
                break;
            case InstanceReply.Content content:
                onContent?.Invoke(content.Bytes);
                break;
            case InstanceReply.Spans spans:
                InstanceSpan.Emit(spans.Items);
                break;
            case InstanceReply.NeedPages needed:
                await AnswerAsync(await FetchAsync(needed, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
            case InstanceReply.NeedRanges needed:
                await AnswerAsync(await BringAsync(ranges => ranges.FetchAsync(needed.Path, needed.Ranges, cancellationToken)).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
            case InstanceReply.NeedStacks needed:
                await AnswerAsync(await BringAsync(ranges => ranges.BringAsync(needed.Stacks, cancellationToken)).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
            case InstanceReply.WillNeedRanges needed:
                Begin(needed);
                break;
        }
    }

    /// <summary>Ends the process and what it started.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _ahead.Cancel();
        _ahead.Dispose();
        _census?.Remove(this);
        var id = _process.Id;
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }
        }
        catch (InvalidOperationException)
        {
            // it ended by itself in between
        }

        InstanceScratch.Clear(id);
        _process.Dispose();
    }

    private Task AnswerAsync<TAnswer>(TAnswer answer, CancellationToken cancellationToken) =>
        _process.StandardInput.WriteLineAsync(PlanJson.Write(answer).AsMemory(), cancellationToken);

    private async Task<InstancePages> FetchAsync(InstanceReply.NeedPages needed, CancellationToken cancellationToken)
    {
        try
        {
            return _pages is null
                ? throw new Rasters.RasterAccessException("An image service was asked for where none can be fetched.")
                : new InstancePages(await _pages.FetchAsync(needed.Path, needed.Windows, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // whatever it is, the instance waits for an answer
            return new InstancePages(null, InstanceFailures.ToReply(exception switch
            {
                IOException => new Rasters.RasterAccessException($"A block of an image service cannot be stored: {exception.Message}", false, exception),
                _ => exception,
            }));
        }
    }

    private async Task<InstanceRanges> BringAsync(Func<IRangeFetcher, Task> bring)
    {
        try
        {
            await bring(_ranges ?? throw new Rasters.RasterAccessException("Ranges of a file were asked for where none can be fetched.")).ConfigureAwait(false);
            return new InstanceRanges(null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new InstanceRanges(InstanceFailures.ToReply(exception switch
            {
                IOException => new Rasters.RasterAccessException($"A range of a file of another server cannot be stored: {exception.Message}", false, exception),
                _ => exception,
            }));
        }
    }

    /// <summary>
    /// Has ranges fetched while the instance works; what comes of it is told when it asks for them. Until the job is through with the instance, or the instance ends. One fetch at a time: an
    /// instance that was taken over may say anything, as often as it likes.
    /// </summary>
    private void Begin(InstanceReply.WillNeedRanges needed)
    {
        if (_ranges is { } ranges && _begun.IsCompleted)
        {
            _begun = ranges.FetchAsync(needed.Path, needed.Ranges, _ahead.Token).ContinueWith(
                task => _logger.LogDebug(task.Exception, "Ranges that will be needed could not be fetched"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private async Task<InstanceReply?> ReadReplyAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(_silence, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && line[0] == InstanceReply.LineMark)
            {
                return KindJson.Read<InstanceReply>(line[1..]);
            }

            _logger.LogDebug("Processing instance {ProcessId}: {Line}", _process.Id, line);
        }

        return null;
    }

    private async Task DropAheadAsync()
    {
        await _ahead.CancelAsync().ConfigureAwait(false);
        _ahead.Dispose();
        _ahead = new CancellationTokenSource();
    }

    private ProcessingInstanceException EndSilent(TimeoutException exception)
    {
        var processId = _process.Id;
        Dispose();
        _census?.Failed(_use, "silence");
        return new ProcessingInstanceException($"The processing instance (process {processId}) gave no sign of life for {_silence} and was ended.", isTransient: true, exception);
    }

    private async Task<ProcessingInstanceException> EndedAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _census?.Failed(_use, _endedBecause is null ? "ended" : "memory");
        string last;
        lock (_errors)
        {
            last = _errors.LastOrDefault() ?? "it said nothing";
        }

        if (_endedBecause is { } reason)
        {
            return new ProcessingInstanceException($"The processing instance (process {_process.Id}) {reason}", isTransient: true) { IsForMemory = true };
        }

        // an exit code over 128 is a signal on Unix: 137 is SIGKILL, 139 a segmentation fault
        return new ProcessingInstanceException(
            $"The processing instance (process {_process.Id}) ended in the middle of its work with exit code {_process.ExitCode}; last words: {last.TrimEnd('.')}.",
            isTransient: true);
    }

    private void EndForMemory(long held)
    {
        _endedBecause = $"held {held >> 20} MiB of memory, more than the {_memoryLimit >> 20} MiB at which the settings end it (Worker__MemoryLimit).";
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it ended by itself in between
        }
    }

    private void KeepError(string? line)
    {
        if (string.IsNullOrWhiteSpace(line) || LibraryNoise.Is(line))
        {
            return;
        }

        lock (_errors)
        {
            _errors.Enqueue(line);
            while (_errors.Count > KeptErrorLines)
            {
                _errors.Dequeue();
            }
        }

        if (_caller is { } caller)
        {
            ExecutionContext.Run(caller, text => _logger.LogInformation("Processing instance: {Line}", text), line);
        }
        else
        {
            _logger.LogInformation("Processing instance: {Line}", line);
        }
    }
}
