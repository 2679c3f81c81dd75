using System.Numerics;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>Chooses tile size, padding and batch for one job, from what the network's pixels depend on.</summary>
/// <remarks>
/// Tiles give what one run over the whole raster would give when they begin at multiples of the network's stride and their padding is at least its
/// receptive-field radius (<c>docs/decisions/0008-tiled-equals-whole.md</c>).
/// </remarks>
public sealed class TilePlanner
{
    // When the graph cannot be read: every pixel network in use pools by powers of two, and by 32 at the most.
    private const int AssumedStride = 32;
    private const int MaxTile = 2048;

    // Without padding a larger tile saves nothing, and a smaller one stays in the processor's caches.
    private const int MaxUnpaddedTile = 1024;

    // Larger runs gain nothing on a processor: measured on 1024-pixel tiles, batches of 4 took 1.6 times as long as batches of 1.
    private const int BatchPixels = 1024 * 1024;
    private const double MostWork = 2;

    // Tiles that are measured, besides the one that would be taken unmeasured. What needs more work than that is not quicker in the end.
    private static readonly int[] MeasuredSides = [256, 512, 1024, MaxTile];
    private const double MostMoreWork = 1.6;

    private readonly ModelDefinition _definition;
    private readonly NetworkProfile _network;
    private readonly ModelArguments _arguments;
    private readonly ICollection<string> _warnings;
    private readonly TileWork _work;
    private readonly int _stride;
    private readonly int _crop;

    private TilePlanner(ModelDefinition definition, NetworkProfile network, ModelArguments arguments, ICollection<string> warnings, TileSpeeds? speeds = null)
    {
        (_definition, _network, _arguments, _warnings) = (definition, network, arguments, warnings);
        _stride = network.Locality?.Stride ?? AssumedStride;
        _crop = network.Crop;
        _work = new TileWork(_stride, speeds);
    }

    /// <summary>Plans the tiles.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">The network.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="output">Size of what is to be classified; a network of any size gets the tile that does it with the least work.</param>
    /// <param name="memoryLimit">Bytes that the intermediate results of one run may take.</param>
    /// <param name="warnings">Receives what was changed of the arguments.</param>
    /// <param name="speeds">How long the network takes for tiles of each size; null where it was not measured: then as long for every pixel.</param>
    /// <exception cref="InvalidRequestException">An argument does not fit the network.</exception>
    public static TilingPlan Plan(
        ModelDefinition definition, NetworkProfile network, ModelArguments arguments, RasterSize output, long memoryLimit, ICollection<string> warnings,
        TileSpeeds? speeds = null) =>
        new TilePlanner(definition, network, arguments, warnings, speeds).Plan(output, memoryLimit);

    /// <summary>Tiles that a job may have without a pixel being another one, for their speed to be measured; empty where there is no choice.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">The network.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="output">Size of what is to be classified.</param>
    /// <param name="memoryLimit">Bytes that the intermediate results of one run may take.</param>
    public static IReadOnlyList<TilingPlan> Choices(
        ModelDefinition definition, NetworkProfile network, ModelArguments arguments, RasterSize output, long memoryLimit) =>
        new TilePlanner(definition, network, arguments, warnings: []).Choices(output, memoryLimit);

    private TilingPlan Plan(RasterSize output, long memoryLimit)
    {
        if (_network is { Function: not null, FixedWidth: { } columns, FixedHeight: { } rows })
        {
            return OfFunction(columns, rows);
        }

        var (width, height, padding) =
            (_network.FixedWidth ?? _network.FixedHeight) is { } side
                ? PlanFixed(_network.FixedWidth ?? side, _network.FixedHeight ?? side)
                : PlanAnySize(output, memoryLimit);
        return Tiles(width, height, padding, memoryLimit);
    }

    private IReadOnlyList<TilingPlan> Choices(RasterSize output, long memoryLimit)
    {
        if (_network.FixedWidth is not null || _network.FixedHeight is not null || _arguments.TileSize is not null
            || FreePadding(memoryLimit) is not { } padding || Exact() is not { } exact || padding < exact)
        {
            return [];
        }

        var limit = LimitWith(padding, memoryLimit);
        var usual = _work.Best(output, padding, limit);
        bool IsWorthATry(int side) => Math.Abs(side - usual) > usual / 6 && _work.Redundancy(side, padding) <= MostMoreWork * _work.Redundancy(usual, padding);
        var sides = MeasuredSides.Select(side => Math.Min(side / _stride * _stride, limit)).Where(IsWorthATry);
        return [.. sides.Append(usual).Distinct().Order().Select(side => Tiles(side, side, padding, memoryLimit))];
    }

    /// <summary>The blocks that the function asked for, at the places where they lie when the whole raster is gone through.</summary>
    private TilingPlan OfFunction(int columns, int rows) =>
        new(columns, rows, _crop, (int)BigInteger.GreatestCommonDivisor(columns - (2 * _crop), rows - (2 * _crop)), BatchSize: 1);

    private TilingPlan Tiles(int width, int height, int padding, long memoryLimit)
    {
        var stride = FitStride(Math.Min(width, height) - (2 * padding));
        var tilePixels = checked(width * height);
        var byMemory = _network.Locality is { BytesPerPixel: > 0 and var bytes } ? memoryLimit / (bytes * tilePixels) : double.MaxValue;

        // BatchSize of the definition is for its own tile
        var isOwnTile = _definition.ImageWidth is null || width <= _definition.ImageWidth;
        var isAlone = _network.Locality is { MixesTiles: true };
        var batch = _network.FixedBatch ?? (isAlone ? 1 : _arguments.BatchSize) ?? (isOwnTile ? _definition.BatchSize : null)
            ?? (int)Math.Clamp(Math.Min(Math.Min(_definition.BatchSize ?? 16, (double)BatchPixels / tilePixels), byMemory), 1, 16);
        if (_network.FixedBatch is { } only && _arguments.BatchSize is { } asked && asked != only)
        {
            _warnings.Add($"batch_size {asked} is not used: the network takes {only} tiles at a time.");
        }

        if (_network.FixedBatch is null && isAlone && _arguments.BatchSize > 1)
        {
            _warnings.Add($"batch_size {_arguments.BatchSize} is not used: what the network gives for a tile depends on all tiles of a run, so each runs by itself.");
        }

        return new TilingPlan(width, height, padding, stride, batch);
    }

    private (int Width, int Height, int Padding) PlanFixed(int width, int height)
    {
        if (_arguments.TileSize is { } size && (size != width || size != height))
        {
            _warnings.Add($"tile_size {size} is not used: the network takes tiles of {width}×{height} pixels only.");
        }

        var tile = Math.Min(width, height);
        return (width, height, GivenPadding(tile) ?? (Exact() is { } exact && _work.Redundancy(tile, exact) <= MostWork ? exact : Compromise(tile)));
    }

    private (int Width, int Height, int Padding) PlanAnySize(RasterSize output, long memoryLimit)
    {
        int tile;
        if (_arguments.TileSize is { } asked)
        {
            tile = RoundUp(asked, _stride);
            if (tile - (2 * _crop) < _stride)
            {
                throw new InvalidRequestException(
                    "modelArguments.tile_size",
                    $"{asked} is too small: the network leaves out {_crop} pixels on each side, so tiles need at least {RoundUp((2 * _crop) + _stride, _stride)}.");
            }

            if (tile != asked)
            {
                _warnings.Add($"tile_size {asked} is no multiple of the network's stride of {_stride} pixels; {tile} is used.");
            }
        }
        else if (FreePadding(memoryLimit) is { } padding)
        {
            tile = _work.Best(output, padding, LimitWith(padding, memoryLimit));
        }
        else
        {
            // trained on tiles of this size: what depends on the whole tile is used to it
            var trained = Math.Min(_definition.ImageWidth ?? NetworkProfiler.DefaultTileSize, _definition.ImageHeight ?? int.MaxValue);
            tile = RoundUp(Math.Max(trained, (2 * _crop) + _stride), _stride);
        }

        // a tile was chosen for the job, or a larger one could have been: either way exactness can be had
        var exact = _network.Locality is { IsLocal: true } && Exact() is { } p && 2 * p < tile && _work.Redundancy(Limit(memoryLimit), p) <= MostWork ? p : (int?)null;
        var result = GivenPadding(tile) ?? exact ?? Compromise(tile);
        if (_arguments.TileSize is not null && _arguments.Padding is null && exact is { } used && _work.Redundancy(tile, used) > MostWork)
        {
            _warnings.Add(
                $"With tile_size {tile} and the padding of {used} pixels that the network needs, each pixel goes through the network "
                + $"{_work.Redundancy(tile, used):0.#} times; larger tiles, or none given, are faster.");
        }

        // a tile that holds the whole raster with its padding needs no more, and where that is exact no pixel shows it
        return _arguments.TileSize is not null && exact is { } enough && result >= enough ? Fitted(tile, result, output) : (tile, tile, result);
    }

    private (int Width, int Height, int Padding) Fitted(int tile, int padding, RasterSize output)
    {
        var needed = RoundUp(checked(Math.Max(output.Width, output.Height) + _stride - 1 + (2 * padding)), _stride);
        return needed < tile ? (needed, needed, padding) : (tile, tile, padding);
    }

    /// <summary>The padding of tiles of any size that is good for the network; null where tiles are to be of the size that it was trained on.</summary>
    private int? FreePadding(long memoryLimit)
    {
        var limit = Limit(memoryLimit);
        return _network.Locality is { IsLocal: true } && (GivenPadding(limit, isSilent: true) ?? Exact()) is { } padding && _work.Redundancy(limit, padding) <= MostWork ? padding : null;
    }

    /// <summary>The padding that makes tiles exact; null when there is none.</summary>
    private int? Exact() => _network.Locality is { Radius: { } radius } && radius < 1 << 20 ? _crop + RoundUp(Math.Max(0, radius - _crop), _stride) : null;

    /// <summary>A quarter of the tile, as ArcGIS does, or less where less is exact.</summary>
    private int Compromise(int tile)
    {
        var quarter = _crop + Math.Max(0, ((tile / 4) - _crop) / _stride * _stride);
        quarter = quarter == _crop && _crop < tile / 4 && 2 * (tile / 4) < tile && _stride > tile / 4 ? tile / 4 : quarter;
        return Math.Min(quarter, Exact() ?? quarter);
    }

    private int? GivenPadding(int tile, bool isSilent = false)
    {
        if (_definition.ModelPadding is not null && _crop > 0)
        {
            // the network returns only the centre: what it leaves out is the padding, and the argument is hidden (docs/reference/dlpk-and-emd.md#tiles)
            if (!isSilent && _arguments.Padding is { } hidden && hidden != _crop)
            {
                _warnings.Add($"padding {hidden} is not used: the network itself leaves out {_crop} pixels on each side.");
            }

            return _crop;
        }

        if (_arguments.Padding is not { } asked)
        {
            return null;
        }

        var padding = _crop + RoundUp(Math.Max(0, asked - _crop), _stride);
        if (2L * asked >= tile && !isSilent)
        {
            throw new InvalidRequestException(
                "modelArguments.padding", $"{asked} is not between 0 and {(tile - 1) / 2}; it must be less than half the tile of {tile} pixels.");
        }

        // rounding up may leave nothing of a small tile
        padding = 2L * padding < tile ? padding : _crop + (Math.Max(0, asked - _crop) / _stride * _stride);
        if (padding != asked && !isSilent)
        {
            _warnings.Add(
                asked < _crop ? $"padding {asked} is less than the {_crop} pixels that the network leaves out on each side; {padding} is used."
                : $"padding {asked} would move tiles off the network's stride of {_stride} pixels; {padding} is used.");
        }

        return padding;
    }

    private int Limit(long memoryLimit)
    {
        var side = _network.Locality is { BytesPerPixel: > 0 and var bytes } ? (int)Math.Min(MaxTile, Math.Sqrt(memoryLimit / bytes)) : MaxTile;
        return Math.Max(_stride, side / _stride * _stride);
    }

    private int LimitWith(int padding, long memoryLimit) =>
        padding == 0 ? Math.Max(_stride, Math.Min(Limit(memoryLimit), MaxUnpaddedTile / _stride * _stride)) : Limit(memoryLimit);

    /// <summary>The network's stride, or for tiles too small for it the largest part of it that fits.</summary>
    private int FitStride(int core)
    {
        var stride = _stride;
        while (stride > 1 && core / stride == 0)
        {
            stride /= 2;
        }

        return stride;
    }

    private static int RoundUp(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);
}
