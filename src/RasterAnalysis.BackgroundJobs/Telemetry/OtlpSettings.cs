using Microsoft.Extensions.Configuration;

namespace RasterAnalysis.BackgroundJobs.Telemetry;

/// <summary>Which signals are sent by OTLP, by OpenTelemetry's own settings; the exporter reads the rest of them itself.</summary>
/// <param name="Traces">Whether spans are.</param>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Logs">Whether log records are.</param>
public sealed record OtlpSettings(bool Traces, bool Metrics, bool Logs)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP";
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The host's configuration, the environment among it.</param>
    /// <exception cref="InvalidRequestException">Some cannot be used; names each of them. Their values are not repeated: an address may hold a password.</exception>
    public static OtlpSettings Read(IConfiguration configuration)
    {
        var errors = new List<RequestError>();
        var settings = new OtlpSettings(
            IsSent(configuration, "TRACES", errors), IsSent(configuration, "METRICS", errors), IsSent(configuration, "LOGS", errors));
        return errors.Count == 0 ? settings : throw new InvalidRequestException([.. errors.Distinct()]);
    }

    private static bool IsSent(IConfiguration configuration, string signal, List<RequestError> errors)
    {
        if (bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled)
        {
            return false;
        }

        var exporter = configuration[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } named ? named : "otlp";
        if (exporter is not ("otlp" or "none"))
        {
            errors.Add(new RequestError($"OTEL_{signal}_EXPORTER", $"is '{exporter}'; it must be otlp or none."));
        }

        var (name, address) = Find(configuration, signal, "ENDPOINT");
        if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            errors.Add(new RequestError(name, "is no address; it must be that of a collector, such as http://collector.example.org:4317."));
        }

        var (protocolName, protocol) = Find(configuration, signal, "PROTOCOL");
        if (protocol is not null && !Protocols.Contains(protocol))
        {
            errors.Add(new RequestError(protocolName, $"is '{protocol}'; it must be grpc or http/protobuf."));
        }

        return address is not null && exporter == "otlp";
    }

    /// <summary>A setting of one signal, else the one of all.</summary>
    private static (string Name, string? Value) Find(IConfiguration configuration, string signal, string key) =>
        configuration[$"{Prefix}_{signal}_{key}"] is { Length: > 0 } own
            ? ($"{Prefix}_{signal}_{key}", own) : ($"{Prefix}_{key}", configuration[$"{Prefix}_{key}"] is { Length: > 0 } common ? common : null);
}
