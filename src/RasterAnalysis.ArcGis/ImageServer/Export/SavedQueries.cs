using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>
/// Parameters of pictures whose addresses would be too long, under a short name. The last few are kept in memory: a client fetches the address
/// right after it got it.
/// </summary>
internal sealed class SavedQueries
{
    /// <summary>The parameter that names one.</summary>
    public const string Name = "savedQuery";

    private const int MaxCount = 256;
    private readonly ConcurrentDictionary<string, KeyValuePair<string, string>[]> _queries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Keeps parameters.</summary>
    /// <returns>Their name; the same parameters have the same.</returns>
    public string Save(KeyValuePair<string, string>[] parameters)
    {
        var text = string.Join('\0', parameters.Select(pair => $"{pair.Key}\0{pair.Value}"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (_queries.TryAdd(name, parameters))
        {
            _order.Enqueue(name);
            while (_order.Count > MaxCount && _order.TryDequeue(out var oldest))
            {
                _queries.TryRemove(oldest, out _);
            }
        }

        return name;
    }

    /// <summary>The parameters of a name.</summary>
    /// <exception cref="InvalidRequestException">They are not kept any more.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Find(string name) =>
        _queries.TryGetValue(name, out var parameters) ? parameters : throw new InvalidRequestException(Name, "is not known any more; ask for the picture again.");
}
