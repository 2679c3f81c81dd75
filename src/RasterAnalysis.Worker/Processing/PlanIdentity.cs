using System.Security.Cryptography;
using System.Text;
using RasterAnalysis.Files;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Quantization;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using RasterAnalysis.Requests;
using RasterAnalysis.Tiling;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Notes in a plan which files it was made for, and the key by which work that is the same is known: all that decides a pixel, and the tiles.
/// </summary>
internal static class PlanIdentity
{
    private const long SmallFile = 64L << 20;

    private static readonly string Program = string.Join('|', Versions.Service, Versions.OnnxRuntime, GdalRuntime.Version);

    /// <summary>Completes a plan.</summary>
    public static TPlan Sign<TPlan>(TPlan plan, InstanceRequest.Plan request, ModelPackage package)
        where TPlan : TilePlan
    {
        PendingStacks.Bring(PlanSources.RastersOf(plan).Select(source => source.Path));
        string[] stacks = [.. Stacks(plan).Select(DescriptionOf)];
        string?[] ranged = [.. PlanSources.FilesOf(plan).Index().Where(source => RangedFilePath.FileOf(source.Item.Path) is not null).Select(source => IdentityOf(source.Index, source.Item.Path))];
        RasterFileList[] lists = [.. PlanSources.FilesOf(plan).Where(source => !IsRemote(source.Path)).Select(source => RasterFiles.Of(source.Path, source.IsTrusted))];
        FileStamp[] rasters = [.. lists.SelectMany(PixelFiles).Select(FileStamp.Of)];
        FileStamp[] network = [.. package.NetworkFiles.Select(FileStamp.Of)];
        var networkIdentities = NetworkIdentitiesOf(package);
        return plan with
        {
            InputFiles = [.. rasters, .. network],
            NetworkKey = Hash(networkIdentities),
            Software = Versions.All,

            // what another server shows, or lies in an archive, may have changed since, and nothing tells
            Key = IsPaged(plan) || ranged.Contains(null) || rasters.Length + ranged.Length == 0 || lists.Any(list => !list.IsComplete) ? null : Hash([
                Program,
                PlanJson.Write(Bare(plan)),
                .. stacks,
                .. ranged.OfType<string>(),

                // the files are the same whichever of their variables is read
                .. PlanSources.FilesOf(plan).Index().Select(source => (source.Index, VariablePath.Of(source.Item.Path).Variable)).Where(source => source.Variable is not null)
                    .Select(source => $"{source.Index}#{source.Variable}"),
                .. rasters.Select(file => file.Identity(IsFetched(file, request), SmallFile)),
                .. networkIdentities,
            ]),
        };
    }

    /// <summary>
    /// Tells apart what a quantisation and its report depend on: the network, the raster, how the network is fed and read and the processor's range; not the part that is wanted. Null where the
    /// raster cannot be told from others.
    /// </summary>
    /// <param name="plan">The plan, before the network was quantised.</param>
    /// <param name="request">The request.</param>
    /// <param name="package">The network's package.</param>
    /// <param name="precision">What it is to compute in.</param>
    public static string? QuantizationKey(TilePlan plan, InstanceRequest.Plan request, ModelPackage package, NetworkPrecision precision)
    {
        var bare = plan with
        {
            Grid = plan.Grid with { OutputWindow = PixelWindow.Whole(plan.Grid.ProcessingGrid.Size) },
            Mask = null,
            Augmentation = null,
            Tiling = new TilingPlan(0, 0, plan.Tiling.Padding, plan.Tiling.Stride, 1),
        };
        return Sign(bare, request, package).Key is { } key ? Hash([key, precision == NetworkPrecision.Int8 ? $"{ByteQuantization.LargestWeight} {ByteArithmetic.PairLimit}" : $"{precision}"]) : null;
    }

    /// <summary>Tells the networks of packages apart, file by file and by their content.</summary>
    public static string NetworkKeyOf(ModelPackage package) => Hash(NetworkIdentitiesOf(package));

    /// <summary>Whether a plan reads what lies on another server: the service fetches it while it waits for an answer.</summary>
    public static bool IsRemote(TilePlan plan) => PlanSources.FilesOf(plan).Any(source => IsRemote(source.Path));

    /// <summary>Whether a plan reads what another server shows, page by page.</summary>
    public static bool IsPaged(TilePlan plan) => PlanSources.FilesOf(plan).Any(source => ImageServicePath.FileOf(source.Path) is not null);

    private static bool IsRemote(string path) => ImageServicePath.FileOf(path) is not null || RangedFilePath.FileOf(path) is not null;

    /// <summary>What tells a file of another server from others, with its place among the sources; null where its server does not say enough.</summary>
    private static string? IdentityOf(int place, string path) =>
        PlanJson.Read<RangedFile>(File.ReadAllText(RangedFilePath.FileOf(path)!)).Identity is { } identity ? $"{place}|{identity}" : null;

    /// <summary>The files without the overviews beside others of them: jobs read no overviews, and those of an upload are made while it is in use already.</summary>
    private static IEnumerable<string> PixelFiles(RasterFileList list) =>
        list.Paths.Where(path => !(path.EndsWith(OverviewRules.Extension, StringComparison.Ordinal) && list.Paths.Contains(path[..^OverviewRules.Extension.Length])));

    private static IEnumerable<(RasterStack Stack, int Place)> Stacks(TilePlan plan) =>
        PlanSources.RastersOf(plan).Index().Select(raster => (RasterStackPath.Read(raster.Item.Path)?.Stack, raster.Index)).Where(stack => stack.Stack is not null)
            .Select(stack => (stack.Stack!, stack.Index));

    /// <summary>What a stack makes of its files, which are told apart for themselves.</summary>
    private static string DescriptionOf((RasterStack Stack, int Place) stack) => $"{stack.Place}|" + PlanJson.Write(
        stack.Stack with { Name = "", Files = [.. stack.Stack.Files.Select(file => file with { File = "", IsRanged = false, Title = "" })] });

    /// <summary>The plan without what may differ where the pixels do not: where its files lie, and how it is cut into sections.</summary>
    private static TPlan Bare<TPlan>(TPlan plan)
        where TPlan : TilePlan => plan with
    {
        Input = plan.Input with { Path = "", IsTrusted = false, Members = plan.Input.Members is { } members ? [.. members.Select(_ => new MosaicMember("", "", false))] : null },
        NetworkPath = "",
        Mask = plan.Mask is null ? null : new MaskSpec(null, plan.Mask.Polygons),
        Seams = null,
        Sections = [],
    };

    private static string[] NetworkIdentitiesOf(ModelPackage package) =>
        [.. package.NetworkFiles.Select(file => FileStamp.Of(file).Identity(byContent: true, SmallFile))];

    // every fetched file is a new one, so only its content tells
    private static bool IsFetched(FileStamp file, InstanceRequest.Plan request) =>
        Path.GetDirectoryName(request.PlanPath) is { } folder && file.Path.StartsWith(folder, StringComparison.Ordinal);

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
