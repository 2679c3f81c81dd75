using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace RasterAnalysis.Testing.Telemetry;

/// <summary>A collector on loopback: takes OTLP over HTTP in Protocol Buffers (opentelemetry-proto 1.x) and keeps what it gets.</summary>
public sealed class OtlpReceiver : IDisposable
{
    private readonly LoopbackServer _server;

    /// <summary>Starts to listen on a free port.</summary>
    public OtlpReceiver() => _server = new LoopbackServer(Take);

    /// <summary>Its root.</summary>
    public Uri Address => _server.Address;

    /// <summary>Spans in the order in which they came.</summary>
    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    /// <summary>Values of metrics in the order in which they came; those that are sent again are there again.</summary>
    public ConcurrentQueue<ReceivedPoint> Points { get; } = new();

    /// <summary>Log records in the order in which they came.</summary>
    public ConcurrentQueue<ReceivedLog> Logs { get; } = new();

    /// <summary>What could not be read.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>OpenTelemetry's settings for a process that is to send here, soon and all of it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", Address.AbsoluteUri),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_BSP_SCHEDULE_DELAY", "100"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private void Take(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            context.Request.InputStream.CopyTo(body);
            Keep(context.Request.Url!.AbsolutePath, ProtobufFields.Read(body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        }
        catch (Exception exception)
        {
            Faults.Enqueue(exception);
            context.Response.Abort();
        }
    }

    private void Keep(string path, ProtobufFields request)
    {
        foreach (var resource in request.Messages(1))
        {
            var about = Attributes(resource.Message(1), 1);
            foreach (var entry in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                switch (path)
                {
                    case "/v1/traces":
                        Spans.Enqueue(new ReceivedSpan(
                            entry.Hex(1), entry.Hex(2), entry.Hex(4), entry.Text(5), entry.Number(7), entry.Number(8), entry.Message(15).Number(3) == 2,
                            [.. entry.Messages(11).Select(e => e.Text(2))], Attributes(entry, 9), about));
                        break;
                    case "/v1/metrics":
                        KeepMetric(entry);
                        break;
                    case "/v1/logs":
                        Logs.Enqueue(new ReceivedLog(entry.Hex(9), entry.Text(3), entry.Message(5).Text(1), Attributes(entry, 6)));
                        break;
                    default:
                        throw new InvalidDataException($"{path} is no address of OTLP.");
                }
            }
        }
    }

    private void KeepMetric(ProtobufFields metric)
    {
        // 5 gauge, 7 sum, 9 histogram
        foreach (var point in new[] { 5, 7 }.SelectMany(kind => metric.Message(kind).Messages(1)))
        {
            Points.Enqueue(new ReceivedPoint(metric.Text(1), metric.Text(3), Attributes(point, 7), point.Has(4) ? point.Double(4) : point.Number(6), 0));
        }

        foreach (var point in metric.Message(9).Messages(1))
        {
            Points.Enqueue(new ReceivedPoint(metric.Text(1), metric.Text(3), Attributes(point, 9), point.Double(5), point.Number(4)));
        }
    }

    private static Dictionary<string, string> Attributes(ProtobufFields owner, int number) =>
        owner.Messages(number).GroupBy(attribute => attribute.Text(1)).ToDictionary(same => same.Key, same => Value(same.Last().Message(2)));

    private static string Value(ProtobufFields value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? (value.Number(2) != 0 ? "true" : "false")
        : value.Has(3) ? value.Number(3).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture) : "";
}
