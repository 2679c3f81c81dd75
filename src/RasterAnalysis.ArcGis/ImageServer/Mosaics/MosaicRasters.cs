using System.Collections.Concurrent;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>The rasters of mosaics. What their files say is read once and remembered: the rasters of an item never change.</summary>
internal sealed class MosaicRasters(IRasterViews views, IRasterRenderer renderer)
{
    private const int MaxRemembered = 100;
    private readonly ConcurrentDictionary<string, IReadOnlyList<MosaicRaster>> _known = new(StringComparer.Ordinal);

    /// <summary>The rasters of a service, by object id.</summary>
    /// <exception cref="InvalidRequestException">The service is no mosaic.</exception>
    public async Task<IReadOnlyList<MosaicRaster>> OfAsync(ImageService service, CancellationToken cancellationToken)
    {
        if (!service.IsMosaic)
        {
            throw new InvalidRequestException("service", $"{service.Name} is one raster and has no raster items.");
        }

        if (_known.Count > MaxRemembered)
        {
            _known.Clear();
        }

        return _known.TryGetValue(service.Item.Id, out var known)
            ? known
            : _known.GetOrAdd(service.Item.Id, await RasterFailures.GuardAsync(service, () => DescribeAsync(service, cancellationToken)));
    }

    /// <summary>One raster of a service.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<MosaicRaster> FindAsync(ImageService service, string objectId, CancellationToken cancellationToken) =>
        (await OfAsync(service, cancellationToken)).FirstOrDefault(raster => raster.ObjectId.ToString(System.Globalization.CultureInfo.InvariantCulture) == objectId)
            ?? throw new NotFoundException("raster item", objectId);

    /// <summary>What a rule makes of a service.</summary>
    /// <param name="service">The service; a single raster is itself whatever the rule says.</param>
    /// <param name="rule">The rule; null for none.</param>
    /// <param name="view">The view, in the service's coordinate system.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidRequestException">The rule leaves no raster, or names one that is not there.</exception>
    public async Task<RasterSource> ApplyAsync(ImageService service, MosaicRule? rule, Extent view, CancellationToken cancellationToken)
    {
        if (rule is null or { IsPlain: true } || !service.IsMosaic)
        {
            return service.Source;
        }

        var chosen = Choose(await OfAsync(service, cancellationToken), rule, view);
        chosen = rule.IsFirstOnTop ? chosen : [.. chosen.Reverse()];
        return chosen.Count > 0
            ? service.Source with { Members = [.. chosen.Select(raster => raster.Member)], Grid = service.Raster.Grid }
            : throw new InvalidRequestException("mosaicRule", "leaves no raster.");
    }

    private static IReadOnlyList<MosaicRaster> Choose(IReadOnlyList<MosaicRaster> all, MosaicRule rule, Extent view)
    {
        IEnumerable<MosaicRaster> chosen = rule.Ids is { } ids
            ? ids.Distinct().Select(id => id >= 1 && id <= all.Count ? all[id - 1] : throw new InvalidRequestException("mosaicRule", $"There is no raster item {id}."))
            : all;
        chosen = chosen.Where(raster => rule.Where?.IsTrueFor(raster) != false);
        return rule.Method switch
        {
            MosaicMethod.Center => [.. chosen.OrderBy(raster => Distance(raster.Center, ((view.XMin + view.XMax) / 2, (view.YMin + view.YMax) / 2)))],
            MosaicMethod.Northwest => [.. chosen.OrderBy(raster => Distance(raster.Center, (all.Min(r => r.Bounds.XMin), all.Max(r => r.Bounds.YMax))))],
            MosaicMethod.Attribute => [.. chosen.OrderBy(raster => SortKey(raster, rule)).ThenBy(raster => CatalogFields.Value(raster, rule.SortField) as string, StringComparer.Ordinal)],
            _ => [.. chosen],
        };
    }

    private static double SortKey(MosaicRaster raster, MosaicRule rule) => CatalogFields.Number(raster, rule.SortField) is { } number
        ? rule.SortValue is { } wanted ? Math.Abs(number - wanted) : number
        : 0;

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private async Task<IReadOnlyList<MosaicRaster>> DescribeAsync(ImageService service, CancellationToken cancellationToken)
    {
        var rasters = new List<MosaicRaster>(service.Item.Members.Count);
        foreach (var member in service.Item.Members)
        {
            rasters.Add(Of(service, rasters.Count + 1, member, await views.DescribeAsync(service.SourceOf(member), cancellationToken)));
        }

        return rasters;
    }

    private MosaicRaster Of(ImageService service, int objectId, MosaicMember member, RasterInfo info)
    {
        var (width, height) = (info.Grid.Size.Width, info.Grid.Size.Height);
        (double, double)[] corners =
            [info.Grid.Transform.Apply(0, 0), info.Grid.Transform.Apply(width, 0), info.Grid.Transform.Apply(width, height), info.Grid.Transform.Apply(0, height)];
        var own = EsriSpatialReference.Of(info);
        var isSame = own is null || service.SpatialReference is null || EsriSpatialReference.AreSame(own, service.SpatialReference);
        return new MosaicRaster(objectId, member, info, isSame ? corners : renderer.Transform(corners, own!, service.SpatialReference!));
    }
}
