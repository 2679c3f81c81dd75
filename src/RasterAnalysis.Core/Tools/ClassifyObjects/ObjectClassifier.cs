using System.Buffers;
using RasterAnalysis.Features;
using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Classifies the features of section after section, each of them in the one section in which its centre lies.</summary>
/// <remarks>Not thread-safe. All that it is given stays the caller's; dispose it before them.</remarks>
public sealed class ObjectClassifier : IDisposable
{
    private readonly ObjectPlan _plan;
    private readonly IFeatureTable _features;
    private readonly INetworkSession _network;
    private readonly IPixelMask? _mask;
    private readonly ChipSampler _sampler;
    private readonly TensorFiller _filler;
    private readonly IMemoryOwner<float> _tensor;
    private readonly float[] _image;
    private readonly int _batch;

    /// <summary>Prepares for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="features">Its features.</param>
    /// <param name="reader">Reads the input on the plan's processing grid.</param>
    /// <param name="network">The loaded network.</param>
    /// <param name="mask">Says which pixels are wanted; null for all.</param>
    public ObjectClassifier(ObjectPlan plan, IFeatureTable features, IRasterReader reader, INetworkSession network, IPixelMask? mask = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(network);
        (_plan, _features, _network, _mask) = (plan, features, network, mask);
        _batch = plan.Network.FixedBatch ?? plan.Tiling.BatchSize;
        _sampler = new ChipSampler(reader, plan.Tiling.TileWidth, plan.Tiling.TileHeight);
        _filler = new TensorFiller(plan.Normalization, plan.Network.InputLayout);
        _image = new float[checked(plan.Network.Bands * plan.Tiling.TileHeight * plan.Tiling.TileWidth)];
        _tensor = network.Rent(checked(_batch * _image.Length));
    }

    /// <summary>Classifies the features of one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <exception cref="RasterAccessException">The input or the features cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public ClassifiedObjects Classify(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken)
    {
        var window = _plan.InGrid(section);
        var (reading, running) = (new StageClock(), new StageClock());
        var run = new SectionObjects(this, reading, running);
        var query = new FeatureQuery
        {
            Filter = SpatialFilter.Of(_plan.Grid.ProcessingGrid.Crop(window) is var grid ? grid.Transform.ExtentOf(grid.Size) : default, SpatialRelation.EnvelopeIntersects),
            Fields = [],
        };
        var wanted = WantedPixels.Of(_mask, window);
        var total = _features.CountOf(query, cancellationToken);
        var looked = 0L;
        foreach (var feature in _features.Query(query, cancellationToken))
        {
            looked++;
            if (feature.Geometry is { } geometry && IsOf(geometry, window, wanted) && run.Add(feature.Id, geometry))
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Flush();
                progress?.Invoke((double)looked / Math.Max(total, 1));
            }
        }

        run.Flush();
        return new ClassifiedObjects(run.Objects, run.Counts, reading.Time, running.Time);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _sampler.Dispose();
        _tensor.Dispose();
    }

    private bool IsOf(PolygonGeometry feature, PixelWindow window, WantedPixels wanted)
    {
        var (column, row) = ChipRules.CenterOf(feature, _plan.Grid.ProcessingGrid.Transform);
        var (left, top) = (Math.Floor(column), Math.Floor(row));
        return left >= window.ColumnOffset && left < window.ColumnEnd && top >= window.RowOffset && top < window.RowEnd
            && wanted.Has((int)top - window.RowOffset, (int)left - window.ColumnOffset);
    }

    private PolygonMask? MaskOf(PolygonGeometry feature) => !_plan.Chips.Blackens ? null : new PolygonMask(
        [.. feature.Parts.Select(part => (IReadOnlyList<IReadOnlyList<double>>)[.. part.Select(PixelsOf)])]);

    private double[] PixelsOf(double[] ring)
    {
        var pixels = new double[ring.Length];
        for (var i = 0; i + 1 < ring.Length; i += 2)
        {
            (pixels[i], pixels[i + 1]) = _plan.Grid.ProcessingGrid.Transform.Invert(ring[i], ring[i + 1]);
        }

        return pixels;
    }

    /// <summary>The features of a section while they are classified, batch by batch.</summary>
    private sealed class SectionObjects(ObjectClassifier owner, StageClock reading, StageClock running)
    {
        private readonly List<long> _waiting = [];
        private long _empty;
        private long _notNumbers;
        private long _tooLarge;

        public List<ClassifiedObject> Objects { get; } = [];

        public ClassificationCounts Counts => new(Objects.Count, _empty, _notNumbers, _tooLarge);

        /// <summary>Lays the image of a feature into the batch; whether this is full then.</summary>
        public bool Add(long id, PolygonGeometry feature)
        {
            var window = owner._plan.Chips.WindowOf(feature, owner._plan.Grid.ProcessingGrid.Transform);
            if (window.Width > ChipSampler.LargestSide || window.Height > ChipSampler.LargestSide)
            {
                _tooLarge++;
                return false;
            }

            var hasPixel = false;
            reading.Measure(() =>
            {
                hasPixel = owner._sampler.Read(window, owner.MaskOf(feature), owner._image);
                if (hasPixel)
                {
                    owner._filler.Fill(owner._image, owner._tensor.Memory.Span.Slice(_waiting.Count * owner._image.Length, owner._image.Length));
                }
            });
            if (!hasPixel)
            {
                _empty++;
                return false;
            }

            _waiting.Add(id);
            return _waiting.Count == owner._batch;
        }

        /// <summary>Runs the network over what is in the batch.</summary>
        public void Flush()
        {
            if (_waiting.Count == 0)
            {
                return;
            }

            var (plan, length) = (owner._plan, owner._image.Length);
            var count = plan.Network.FixedBatch ?? _waiting.Count;
            for (var place = _waiting.Count; place < count; place++)
            {
                // a network that always takes so many is given the last one again
                owner._tensor.Memory.Span.Slice((_waiting.Count - 1) * length, length).CopyTo(owner._tensor.Memory.Span[(place * length)..]);
            }

            int[] dimensions = plan.Network.InputLayout == TensorLayout.Nchw
                ? [count, plan.Network.Bands, plan.Tiling.TileHeight, plan.Tiling.TileWidth] : [count, plan.Tiling.TileHeight, plan.Tiling.TileWidth, plan.Network.Bands];
            running.Measure(() => Take(owner._network.Run(owner._tensor.Memory[..(count * length)], dimensions, [plan.Network.OutputName])[0]));
            _waiting.Clear();
        }

        private void Take(NetworkOutput output)
        {
            var classes = owner._plan.Classes.Count;
            if (output.Values.Length < _waiting.Count * classes)
            {
                throw new InferenceException($"The network gave {output.Values.Length} numbers for {_waiting.Count} images and {classes} classes.", isTransient: false);
            }

            foreach (var (place, id) in _waiting.Index())
            {
                if (ClassScores.Best(output.Values.Span.Slice(place * classes, classes)) is { } best)
                {
                    Objects.Add(new ClassifiedObject(id, best.Class, best.Probability));
                }
                else
                {
                    _notNumbers++;
                }
            }
        }
    }
}
