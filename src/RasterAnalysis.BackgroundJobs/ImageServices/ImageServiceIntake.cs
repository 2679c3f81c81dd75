using System.Globalization;
using RasterAnalysis.Files;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>
/// Brings an image service into a job: asks what it is, fetches a small block to see that it answers, and writes the description that stands
/// for the raster from then on.
/// </summary>
internal sealed class ImageServiceIntake(ImagePages pages)
{
    private const int ProbeSide = 64;
    private const string DescriptionFile = "service.json";

    /// <summary>Describes the service as one raster.</summary>
    /// <param name="source">The service.</param>
    /// <param name="role">Which input it is; see <see cref="ImageServiceRoles"/>.</param>
    /// <param name="folder">The job's folder for image services.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The raster's path.</returns>
    /// <exception cref="RasterAccessException">The service cannot be used; the text says why.</exception>
    public async Task<string> TakeAsync(ImageServiceSource source, string role, string folder, CancellationToken cancellationToken)
    {
        var client = pages.ClientOf(source);
        return await WriteAsync(client, source, await DescribeAsync(client, source, cancellationToken), role, null, Path.Combine(folder, role), cancellationToken);
    }

    /// <summary>Describes each item of a mosaic service.</summary>
    /// <returns>The rasters; null when the service is no mosaic.</returns>
    /// <exception cref="RasterAccessException">The service cannot be used; the text says why.</exception>
    public async Task<IReadOnlyList<MosaicMember>?> TakeItemsAsync(ImageServiceSource source, string role, string folder, CancellationToken cancellationToken)
    {
        var client = pages.ClientOf(source);
        var service = await DescribeAsync(client, source, cancellationToken);
        if (!service.IsMosaic)
        {
            return null;
        }

        var members = new List<MosaicMember>();
        foreach (var item in await new ServiceItems(client, service, source).ListAsync(cancellationToken))
        {
            var own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{role}-{item.Id}"));
            var path = await WriteAsync(client, source, item.Description, role, item.Id, own, cancellationToken);
            members.Add(new MosaicMember(string.Create(CultureInfo.InvariantCulture, $"Item {item.Id}"), path, IsTrusted: false));
        }

        return members;
    }

    private static async Task<ImageServiceDescription> DescribeAsync(ImageServiceClient client, ImageServiceSource source, CancellationToken cancellationToken)
    {
        var service = ImageServiceDescriptionParser.Parse(await client.GetJsonAsync("", [], cancellationToken));
        return source.RenderingRule is null || service.AllowsRules ? service : throw new RasterAccessException(
            $"{client.Shown} takes no rendering rules (allowRasterFunction is false); leave renderingRule out to classify its stored values.");
    }

    private static async Task<string> WriteAsync(
        ImageServiceClient client, ImageServiceSource source, ImageServiceDescription service, string role, long? itemId, string folder,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var isAsStored = source.RenderingRule is null;
        var raster = new ImageServiceRaster(
            service.Name, role, itemId, service.Size, service.Transform, service.SpatialReference,
            isAsStored ? service.BandCount : null, isAsStored ? service.PixelType : null, isAsStored ? service.PixelTypeWord : null,
            isAsStored ? service.NoData : [], isAsStored ? service.BandNames : [], isAsStored && service.HasColorMap,
            isAsStored ? PageSize.Choose(service.MaxImageSize, service.BandCount, service.PixelType) : PageSize.Choose(service.MaxImageSize, 4, PixelType.F32),
            ProbeOf(service.Size), isAsStored && service.NoData.All(value => value is null) ? SpareValue(service.PixelType) : null,
            SendsNoneRule: isAsStored && service.AllowsRules);
        raster = await ProbeAsync(client, source, raster, Path.Combine(folder, ImageServiceRaster.ProbeFile), cancellationToken);
        return ImageServicePath.Of(await KeepAsync(folder, PlanJson.Write(raster), cancellationToken));
    }

    /// <summary>Pages of an earlier run stay when the service still is what it was.</summary>
    private static async Task<string> KeepAsync(string folder, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, DescriptionFile);
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) == text)
        {
            return file;
        }

        foreach (var other in Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != ImageServiceRaster.ProbeFile))
        {
            File.Delete(other);
        }

        WholeFile.Write(file, text);
        return file;
    }

    /// <summary>Fetches the probe; what the service does not take and what can be left out is left out.</summary>
    private static async Task<ImageServiceRaster> ProbeAsync(
        ImageServiceClient client, ImageServiceSource source, ImageServiceRaster raster, string path, CancellationToken cancellationToken)
    {
        var fault = await client.ExportAsync(ExportRequest.For(raster, source, raster.Probe), path, cancellationToken);
        if (fault is { Kind: ServiceFaultKind.Refused or ServiceFaultKind.TooLarge } && raster.SentNoData is not null
            && fault.Text.Contains("nodata", StringComparison.OrdinalIgnoreCase))
        {
            raster = raster with { SentNoData = null };
            fault = await client.ExportAsync(ExportRequest.For(raster, source, raster.Probe), path, cancellationToken);
        }

        return fault is null ? raster : throw fault.ToException();
    }

    private static PixelWindow ProbeOf(RasterSize size)
    {
        var (width, height) = (Math.Min(ProbeSide, size.Width), Math.Min(ProbeSide, size.Height));
        return new PixelWindow((size.Width - width) / 2, (size.Height - height) / 2, width, height);
    }

    /// <summary>A value that no measurement has, where the type has room for one.</summary>
    private static double? SpareValue(PixelType type) => type switch
    {
        PixelType.F32 or PixelType.F64 => float.MinValue,
        PixelType.S32 => int.MinValue,
        PixelType.S16 => short.MinValue,
        _ => null,
    };
}
