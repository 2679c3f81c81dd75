using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.Testing.Cloud;

/// <summary>An S3 in memory, with one bucket: objects that tests look into and change, and answers that fail when they wish it. It takes every signature.</summary>
public sealed class S3StandIn : IDisposable
{
    private readonly LoopbackServer _server;

    /// <summary>Starts to listen on a free port.</summary>
    public S3StandIn() => _server = new LoopbackServer(Answer, atOnce: true);

    /// <summary>Its root.</summary>
    public Uri Address => _server.Address;

    /// <summary>The bucket's name.</summary>
    public const string Bucket = "own";

    /// <summary>What is in the bucket, by key.</summary>
    public ConcurrentDictionary<string, (byte[] Content, DateTime Modified)> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked: method and key.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>All that was ever written.</summary>
    public ConcurrentQueue<byte[]> Written { get; } = new();

    /// <summary>The status with which to refuse a request, by method and key; null for none.</summary>
    public Func<string, string, int?> Refuse { get; set; } = (_, _) => null;

    /// <summary>The settings of a cloud store that is this bucket, in environment form.</summary>
    /// <param name="name">Name of the store.</param>
    public IEnumerable<(string Key, string Value)> Settings(string name) =>
        from pair in ((string Key, string Value)[])[("Type", "S3"), ("Url", Address.AbsoluteUri), ("Bucket", Bucket), ("AccessKey", "id"), ("SecretKey", "secret")]
        select ($"RasterAnalysis__CloudStores__{name}__{pair.Key}", pair.Value);

    /// <summary>Makes an object older.</summary>
    public void Age(string key, TimeSpan age) => Objects[key] = (Objects[key].Content, DateTime.UtcNow - age);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var key = Uri.UnescapeDataString(request.Url!.AbsolutePath).TrimStart('/')[Bucket.Length..].TrimStart('/');
        Asked.Enqueue($"{request.HttpMethod} {key}");
        if (Refuse(request.HttpMethod, key) is { } status)
        {
            response.StatusCode = status;
        }
        else if (key.Length == 0)
        {
            List(request.QueryString["prefix"] ?? "", response);
        }
        else
        {
            Answer(request, response, key);
        }
    }

    private void Answer(HttpListenerRequest request, HttpListenerResponse response, string key)
    {
        if (request.HttpMethod == "PUT")
        {
            using var body = new MemoryStream();
            request.InputStream.CopyTo(body);
            Objects[key] = (body.ToArray(), DateTime.UtcNow);
            Written.Enqueue(body.ToArray());
            response.AddHeader("ETag", TagOf(body.ToArray()));
        }
        else if (request.HttpMethod == "DELETE")
        {
            Objects.TryRemove(key, out _);
            response.StatusCode = 204;
        }
        else if (Objects.TryGetValue(key, out var found))
        {
            response.AddHeader("ETag", TagOf(found.Content));
            response.ContentLength64 = found.Content.Length;
            if (request.HttpMethod == "GET")
            {
                response.OutputStream.Write(found.Content);
            }
        }
        else
        {
            response.StatusCode = 404;
        }
    }

    private void List(string prefix, HttpListenerResponse response)
    {
        var (folders, objects) = (new SortedSet<string>(StringComparer.Ordinal), new StringBuilder());
        foreach (var (key, (content, modified)) in Objects.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (key.IndexOf('/', prefix.Length) is var slash and >= 0)
            {
                folders.Add(key[..(slash + 1)]);
            }
            else
            {
                objects.Append(FormattableString.Invariant(
                    $"<Contents><Key>{SecurityElement.Escape(key)}</Key><LastModified>{modified:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified><Size>{content.Length}</Size></Contents>"));
            }
        }

        var text = $"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>{objects}"
            + $"{string.Concat(folders.Select(folder => $"<CommonPrefixes><Prefix>{SecurityElement.Escape(folder)}</Prefix></CommonPrefixes>"))}</ListBucketResult>";
        response.ContentType = "application/xml";
        response.OutputStream.Write(Encoding.UTF8.GetBytes(text));
    }

    [SuppressMessage("Security", "CA5351", Justification = "An entity tag of S3 is an MD5.")]
    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";
}
