using System.Globalization;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>Decides where a raster is read: in this process what the service made itself, everything else in instances.</summary>
internal sealed class RasterViews(IRasterRenderer renderer, IRasterSampler sampler, ViewInstances instances, ViewOptions options, TimeProvider time, ServiceMetrics? metrics = null)
    : IRasterViews, IModelPreviews, IDisposable
{
    private readonly ViewGate _own = new(options);
    private readonly ViewGate _others = new(options);
    private readonly EndedRasters _ended = new(time);
    private readonly PictureCache _pictures = new(options.CacheBytes, time);

    public async Task<RenderedImage> RenderAsync(RasterSource source, RenderRequest request, CancellationToken cancellationToken)
    {
        // the file is looked at before it is read: should it be replaced meanwhile, the picture stands under a state of the file that nobody asks for any more
        var key = _pictures.KeyOf(source, request);
        if (key is not null && _pictures.TryFind(key, out var known))
        {
            return known;
        }

        var image = await RunAsync(
            "render", source, token => renderer.Render(source, request, token), () => PictureApartAsync(source, new InstanceRequest.RenderRaster(source, request)), cancellationToken)
            .ConfigureAwait(false);
        if (key is not null)
        {
            _pictures.Add(key, image);
        }

        return image;
    }

    public Task<IReadOnlyList<IReadOnlyList<double?>>> SampleAsync(RasterSource source, SampleRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            "sample", source, token => sampler.Sample(source, request, token),
            () => CallAsync<IReadOnlyList<IReadOnlyList<double?>>>(source, new InstanceRequest.SampleRaster(source, request)), cancellationToken);

    public Task<IReadOnlyList<BandSummary?>> SummarizeAsync(RasterSource source, SummaryRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            "summarize", source, token => sampler.Summarize(source, request, token),
            () => CallAsync<IReadOnlyList<BandSummary?>>(source, new InstanceRequest.SummarizeRaster(source, request)), cancellationToken);

    public Task<RasterInfo> DescribeAsync(RasterSource source, CancellationToken cancellationToken) =>
        RunAsync(
            "describe", source, _ => sampler.Describe(source.Path, source.IsTrusted),
            () => CallAsync<RasterInfo>(source, new InstanceRequest.DescribeRaster(source.Path, source.IsTrusted)), cancellationToken);

    public Task<RenderedImage> PreviewAsync(RasterSource source, ModelPreviewRequest request, CancellationToken cancellationToken)
    {
        // a network is run, which this process never does
        var apart = source with { IsOwn = false };
        return RunAsync(
            "preview", apart, _ => throw new NotSupportedException(), () => PictureApartAsync(apart, new InstanceRequest.PreviewModel(apart, request)), cancellationToken);
    }

    public void Dispose()
    {
        _own.Dispose();
        _others.Dispose();
        _pictures.Dispose();
    }

    private async Task<T> RunAsync<T>(
        string operation, RasterSource source, Func<CancellationToken, T> here, Func<Task<T>> apart, CancellationToken cancellationToken)
    {
        using var span = ServiceTracing.Start(ServiceTracing.Picture)?.SetTag("rasteranalysis.picture.operation", operation);
        var begun = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var made = await (source.IsOwn
                ? _own.RunAsync(() => HereAsync(here, cancellationToken), cancellationToken)
                : _others.RunAsync(apart, cancellationToken)).ConfigureAwait(false);
            outcome = "made";
            return made;
        }
        catch (BusyException)
        {
            outcome = "busy";
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = "cancelled";
            throw;
        }
        finally
        {
            metrics?.PictureMade(operation, source.IsOwn ? "service" : "instance", outcome, time.GetElapsedTime(begun));
        }
    }

    private async Task<T> HereAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.MaxTime);
        try
        {
            return await Task.Run(() => work(deadline.Token), deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BusyException(
                string.Create(CultureInfo.InvariantCulture, $"This took longer than {options.MaxTime.TotalSeconds:0.#} seconds and was given up; try again, or ask for less at once."));
        }
    }

    private async Task<RenderedImage> PictureApartAsync(RasterSource source, InstanceRequest request)
    {
        using var content = new MemoryStream();
        var type = await CallAsync<string>(source, request, bytes => content.Write(bytes)).ConfigureAwait(false);
        return new RenderedImage(content.ToArray(), type);
    }

    private async Task<T> CallAsync<T>(RasterSource source, InstanceRequest request, Action<byte[]>? onContent = null)
    {
        var key = source.Members is { } members ? string.Join('|', members.Select(member => member.Path)) : source.Path;
        _ended.Check(key);
        try
        {
            return await instances.CallAsync<T>(request, key, onContent, options.MaxTime).ConfigureAwait(false);
        }
        catch (ProcessingInstanceException exception) when (exception.IsTransient)
        {
            _ended.Add(key);
            throw;
        }
    }
}
