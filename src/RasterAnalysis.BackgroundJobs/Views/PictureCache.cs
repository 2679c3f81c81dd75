using System.Diagnostics.CodeAnalysis;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>
/// Pictures of results as they were encoded, up to so many bytes in all; the one that was asked for longest ago goes first. A picture is known by the state of its file and by all that was
/// asked for. Who may see it was looked at by whoever asks here.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class PictureCache : IDisposable
{
    // beside its content: the text of the request, twice a byte a letter, and the nodes that hold it
    private const int BytesAround = 400;

    // one large picture must not put out all the tiles
    private const int LargestShare = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly long _mostBytes;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, RenderedImage Image)>> _pictures = [];

    // the one that was asked for last is the first
    private readonly LinkedList<(Key Key, RenderedImage Image)> _order = [];
    private long _bytes;

    public PictureCache(long mostBytes, TimeProvider time)
    {
        _mostBytes = mostBytes;
        _sweep = time.CreateTimer(_ => Sweep(), null, Pause, Pause);
    }

    /// <summary>What is held just now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>What a picture is known by; null where it is not kept: of everything but whole results, whose files are ours and do not change beside or behind themselves.</summary>
    public Key? KeyOf(RasterSource source, RenderRequest request) =>
        _mostBytes > 0 && source is { IsOwn: true, IsTrusted: false, Members: null } && FileStamp.Find(source.Path) is { } file ? new Key(file, PlanJson.Write(request)) : null;

    /// <summary>A picture that is kept.</summary>
    public bool TryFind(Key key, [NotNullWhen(true)] out RenderedImage? image)
    {
        lock (_gate)
        {
            image = null;
            if (_pictures.TryGetValue(key, out var found))
            {
                _order.Remove(found);
                _order.AddFirst(found);
                image = found.Value.Image;
            }

            return image is not null;
        }
    }

    /// <summary>Keeps a picture, unless it is large.</summary>
    public void Add(Key key, RenderedImage image)
    {
        if (BytesOf(key, image) > _mostBytes / LargestShare)
        {
            return;
        }

        lock (_gate)
        {
            if (!_pictures.TryAdd(key, new LinkedListNode<(Key Key, RenderedImage Image)>((key, image))))
            {
                return;
            }

            _order.AddFirst(_pictures[key]);
            _bytes += BytesOf(key, image);
            while (_bytes > _mostBytes)
            {
                Remove(_order.Last!);
            }
        }
    }

    /// <summary>Lets go of the pictures of files that were changed or removed, which nobody can ask for any more.</summary>
    public void Sweep()
    {
        FileStamp[] files;
        lock (_gate)
        {
            files = [.. _pictures.Keys.Select(key => key.File).Distinct()];
        }

        var gone = files.Where(file => !file.IsUnchanged()).ToHashSet();
        lock (_gate)
        {
            foreach (var key in gone.Count == 0 ? [] : _pictures.Keys.Where(key => gone.Contains(key.File)).ToArray())
            {
                Remove(_pictures[key]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    private static long BytesOf(Key key, RenderedImage image) => image.Content.Length + (sizeof(char) * (long)key.Request.Length) + BytesAround;

    private void Remove(LinkedListNode<(Key Key, RenderedImage Image)> node)
    {
        _order.Remove(node);
        _pictures.Remove(node.Value.Key);
        _bytes -= BytesOf(node.Value.Key, node.Value.Image);
    }

    /// <summary>What a picture is known by.</summary>
    /// <param name="File">The raster as it was.</param>
    /// <param name="Request">What was asked for, as text.</param>
    internal sealed record Key(FileStamp File, string Request);
}
