using System.Globalization;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// A fault that tests plant into a processing instance: that it crashes, hangs or eats memory over a section. Off unless the environment says
/// <c>RASTERANALYSIS_PLANTED_FAULT</c>: <c>crash</c>, <c>hang</c> or <c>memory</c>, a colon, the section's number from 0, and if the fault is to happen only
/// once, another colon and the file by which that is remembered.
/// </summary>
internal sealed class FaultInjection
{
    private const string Variable = "RASTERANALYSIS_PLANTED_FAULT";
    private const int Block = 64 << 20;
    private readonly string _kind;
    private readonly int _section;
    private readonly string? _onceFile;

    private FaultInjection(string kind, int section, string? onceFile) => (_kind, _section, _onceFile) = (kind, section, onceFile);

    /// <summary>The fault that the environment names; null for none.</summary>
    public static FaultInjection? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        var parts = text.Split(':', 3);
        Console.Error.WriteLine($"A fault is planted for tests ({Variable}={text}).");
        return new FaultInjection(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts.ElementAtOrDefault(2));
    }

    /// <summary>Strikes when the section is the one.</summary>
    public void Strike(InstanceRequest.ClassifySection section)
    {
        if (section.Number != _section || (_onceFile is not null && File.Exists(_onceFile)))
        {
            return;
        }

        if (_onceFile is not null)
        {
            File.WriteAllText(_onceFile, "struck");
        }

        switch (_kind)
        {
            case "crash":
                Environment.FailFast("A planted fault.");
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "memory":
                EatMemory();
                break;
        }
    }

    private static void EatMemory()
    {
        var blocks = new List<byte[]>();
        while (true)
        {
            var block = GC.AllocateUninitializedArray<byte>(Block);
            block.AsSpan().Fill(1); // memory counts when it is touched
            blocks.Add(block);
        }
    }
}
