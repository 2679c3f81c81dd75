using System.Net;

namespace RasterAnalysis.Testing;

/// <summary>An HTTP server on a free port of this machine that answers by a function.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Action<HttpListenerContext> _answer;
    private readonly bool _atOnce;

    /// <summary>Starts to listen.</summary>
    /// <param name="answer">Writes an answer, which is closed then. Where it fails with the connection, or is to break off by one of the same exceptions, the connection is.</param>
    /// <param name="atOnce">Whether requests are answered at once, rather than one after the other.</param>
    public LoopbackServer(Action<HttpListenerContext> answer, bool atOnce = false)
    {
        (_answer, _atOnce) = (answer, atOnce);
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its root.</summary>
    public Uri Address { get; }

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

            if (_atOnce)
            {
                _ = Task.Run(() => Answer(context));
            }
            else
            {
                Answer(context);
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        try
        {
            _answer(context);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or InvalidOperationException)
        {
            context.Response.Abort(); // the client went away, or the answer was to break off
        }
    }
}
