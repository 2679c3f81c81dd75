namespace RasterAnalysis.Onnx;

/// <summary>Which version of a domain's operators a network or a function uses (<c>OperatorSetIdProto</c>).</summary>
/// <param name="Domain">The domain; empty for ONNX's own.</param>
/// <param name="Version">The version.</param>
public sealed record OperatorSet(string Domain, long Version)
{
    /// <summary>Version of a domain's operators; 0 when it is not among them.</summary>
    public static long VersionOf(IEnumerable<OperatorSet> sets, string domain) => sets.LastOrDefault(set => set.Domain == domain)?.Version ?? 0;

    /// <summary>A domain's name: ONNX's own has two.</summary>
    internal static string Name(string domain) => domain == "ai.onnx" ? "" : domain;

    internal static OperatorSet Read(ProtobufReader reader)
    {
        var (domain, version) = ("", 0L);
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    domain = reader.ReadString();
                    break;
                case 2:
                    version = reader.ReadInt64();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OperatorSet(Name(domain), version);
    }
}
