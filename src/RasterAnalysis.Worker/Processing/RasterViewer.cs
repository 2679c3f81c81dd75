using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Sampling;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Shows rasters: pictures, values, statistics. What was looked at last stays open for a moment.</summary>
/// <param name="replies">Where pictures go, piece by piece.</param>
internal sealed class RasterViewer(ReplyWriter? replies) : IDisposable
{
    private readonly GdalRasterRenderer _renderer = new();
    private readonly GdalRasterSampler _sampler = new();

    /// <summary>Makes and sends a picture.</summary>
    /// <returns>Its media type.</returns>
    public string Render(InstanceRequest.RenderRaster request) => Send(_renderer.Render(request.Source, request.Request));

    /// <summary>Sends a picture that is made.</summary>
    /// <returns>Its media type.</returns>
    public string Send(RenderedImage picture)
    {
        foreach (var piece in picture.Content.Chunk(InstanceReply.Content.MaxBytes))
        {
            replies?.Write(new InstanceReply.Content(piece));
        }

        return picture.ContentType;
    }

    public IReadOnlyList<IReadOnlyList<double?>> Sample(InstanceRequest.SampleRaster request) => _sampler.Sample(request.Source, request.Request);

    public IReadOnlyList<BandSummary?> Summarize(InstanceRequest.SummarizeRaster request) => _sampler.Summarize(request.Source, request.Request);

    public void Dispose() => _renderer.Dispose();
}
