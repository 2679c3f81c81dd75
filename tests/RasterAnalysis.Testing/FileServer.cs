using System.Net;

namespace RasterAnalysis.Testing;

/// <summary>Another server on loopback, with a few files.</summary>
public sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, Action<HttpListenerResponse>> _answers = [];

    /// <summary>Starts to listen on a free port.</summary>
    public FileServer()
    {
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its root.</summary>
    public Uri Address { get; }

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
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }

            try
            {
                if (_answers.TryGetValue(context.Request.Url!.AbsolutePath, out var answer))
                {
                    answer(context.Response);
                }
                else
                {
                    context.Response.StatusCode = 404;
                }

                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or InvalidOperationException)
            {
                context.Response.Abort(); // the client went away
            }
        }
    }
}
