using System.Net;

namespace RasterAnalysis.Testing;

/// <summary>Another server on loopback, with a few files.</summary>
public sealed class FileServer : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly Dictionary<string, Action<HttpListenerResponse>> _answers = [];

    /// <summary>Starts to listen on a free port.</summary>
    public FileServer() => _server = new LoopbackServer(Answer);

    /// <summary>Its root.</summary>
    public Uri Address => _server.Address;

    /// <summary>Adds a file.</summary>
    /// <returns>The file's address.</returns>
    public Uri Add(string name, byte[] content) => Add(name, response =>
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
    });

    /// <summary>Adds an answer of any kind.</summary>
    /// <returns>Its address.</returns>
    public Uri Add(string name, Action<HttpListenerResponse> answer)
    {
        _answers["/" + name] = answer;
        return new Uri(Address, name);
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private void Answer(HttpListenerContext context)
    {
        if (_answers.TryGetValue(context.Request.Url!.AbsolutePath, out var answer))
        {
            answer(context.Response);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
