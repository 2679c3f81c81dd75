using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>
/// The pipeline of one section: for each batch of tiles read and normalise, run, decode and paste. While the network runs a batch, the next one is read and the
/// last one pasted.
/// </summary>
/// <remarks>
/// Not thread-safe: it owns its buffers, which it uses again for the next section. It calls the reader, the mask and the network from threads of its own, each from one at
/// a time. Dispose it before them.
/// </remarks>
public sealed class SectionClassifier : IDisposable
{
    private readonly ClassificationPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly NetworkRunner _runner;
    private readonly BatchFiller _filler;
    private readonly TilePaster _paster;
    private readonly Lazy<TileBatch>[] _batches;
    private readonly byte[][] _canvases = [[], []];
    private int _canvas;
    private (SectionWork Work, Task<TileBatch?> First)? _ahead;

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    public SectionClassifier(ClassificationPlan plan, IRasterReader reader, INetworkSession network, IPixelMask? mask = null)
    {
        _plan = plan;
        _mask = mask;
        _runner = new NetworkRunner(plan, network);
        _filler = new BatchFiller(plan, reader, _runner.TensorLength);
        _paster = new TilePaster(plan, _runner);
        var tilePixels = checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight);
        var capacity = plan.Network.FixedBatch ?? Math.Min(plan.Tiling.BatchSize, MostTiles(plan));
        _batches = [.. Enumerable.Range(0, 2).Select(_ => new Lazy<TileBatch>(() => new TileBatch(_runner.TensorLength, tilePixels, capacity)))];
    }

    /// <summary>Classifies one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <param name="next">The section that will probably be asked for next: its first tiles are read while this one is finished. Null for none.</param>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public ClassifiedSection Classify(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken, PixelWindow? next = null)
    {
        var (work, ready) = TakeAhead(section) ?? Begin(section, _batches[0], Task.CompletedTask);
        var pasting = Task.CompletedTask;
        try
        {
            while (ready.GetAwaiter().GetResult() is { } batch)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // the other batch is free when its tiles are pasted
                var (free, isLast) = (batch == _batches[0].Value ? _batches[1] : _batches[0], work.IsExhausted);
                ready = FillAsync(work, free, pasting);
                if (isLast && next is { } following)
                {
                    _ahead = Begin(following, free, pasting);
                }

                if (batch.Tiles.Count > 0)
                {
                    pasting = RunAsync(work, batch, pasting);
                }

                progress?.Invoke(batch.Share);
            }
        }
        finally
        {
            // nobody writes to the canvas, or reads, after this
            Task.WaitAny(pasting);
            Task.WaitAny(ready);
        }

        pasting.GetAwaiter().GetResult();
        return new ClassifiedSection(work.Canvas.Pixels, CountsOf(work.Canvas), work.Canvas.InvalidCount);
    }

    /// <summary>Waits until nothing is read any more.</summary>
    public void Dispose() => Forget();

    /// <summary>What was read ahead for a section; null when it was for another one, or nothing was.</summary>
    private (SectionWork Work, Task<TileBatch?> First)? TakeAhead(PixelWindow section)
    {
        if (_ahead is { } ahead && ahead.Work.Section == section)
        {
            _ahead = null;
            return ahead;
        }

        Forget();
        return null;
    }

    private void Forget()
    {
        if (_ahead is { } ahead)
        {
            // what it met is met again by whoever needs the section
            Task.WaitAny(ahead.First);
            _ = ahead.First.Exception;
            _ahead = null;
        }
    }

    /// <summary>Tiles of the section that has most: small rasters need no room for whole batches.</summary>
    private static int MostTiles(ClassificationPlan plan) =>
        plan.Sections.Select(section => SectionTiles.Lay(plan.Tiling, InGrid(plan, section)).Count()).DefaultIfEmpty(plan.Tiling.BatchSize).Max();

    private static PixelWindow InGrid(ClassificationPlan plan, PixelWindow section) => section with
    {
        ColumnOffset = section.ColumnOffset + plan.Grid.OutputWindow.ColumnOffset, RowOffset = section.RowOffset + plan.Grid.OutputWindow.RowOffset,
    };

    private (SectionWork Work, Task<TileBatch?> First) Begin(PixelWindow section, Lazy<TileBatch> batch, Task after)
    {
        var window = InGrid(_plan, section);
        _canvas = 1 - _canvas;
        var canvas = new SectionCanvas(section, _plan.Output, _plan.Channels.Values, MaskOf(window), ref _canvases[_canvas]);
        var work = new SectionWork(section, window, canvas, [.. SectionTiles.Lay(_plan.Tiling, window)]);
        return (work, FillAsync(work, batch, after));
    }

    private Task<TileBatch?> FillAsync(SectionWork work, Lazy<TileBatch> batch, Task after) => work.IsExhausted
        ? Task.FromResult<TileBatch?>(null)
        : Task.Run<TileBatch?>(async () =>
        {
            await after.ConfigureAwait(false);
            _filler.Fill(work, batch.Value);
            return batch.Value;
        });

    /// <summary>Runs a batch, and has it pasted behind the one before.</summary>
    private Task RunAsync(SectionWork work, TileBatch batch, Task pasting)
    {
        if (_runner.KeepsOneResult)
        {
            pasting.GetAwaiter().GetResult();
        }

        var scores = _runner.Run(batch.Tensor, batch.Tiles.Count);
        return PasteAsync(work, batch, scores, pasting);
    }

    private async Task PasteAsync(SectionWork work, TileBatch batch, ReadOnlyMemory<float> scores, Task before)
    {
        await before.ConfigureAwait(false);
        await Task.Run(() =>
        {
            for (var place = 0; place < batch.Tiles.Count; place++)
            {
                _paster.Paste(
                    batch.Tiles[place], scores.Span.Slice(place * _runner.ScoreLength, _runner.ScoreLength), batch.ValidityOf(place), work.Window, work.Canvas);
            }
        }).ConfigureAwait(false);
    }

    private byte[]? MaskOf(PixelWindow window)
    {
        if (_mask is null)
        {
            return null;
        }

        var wanted = new byte[checked((int)window.PixelCount)];
        _mask.Read(window, wanted);
        return wanted;
    }

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_plan.Channels.Values[channel], count)).Where(c => c.Count > 0)];
}
