using System.Globalization;
using RasterAnalysis.Processing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.TestWorker;

/// <summary>A fault that strikes a processing instance over a request.</summary>
/// <remarks><see cref="FaultyWorker.FaultVariable"/> says which.</remarks>
internal sealed class PlantedFault
{
    private const int Block = 64 << 20;
    private readonly Action _strike;
    private readonly Func<InstanceRequest, bool> _isStruck;
    private readonly string? _onceFile;

    private PlantedFault(string kind, string step, string? onceFile)
    {
        _strike = kind switch
        {
            "crash" => () => Environment.FailFast("A planted fault."),
            "hang" => () => Thread.Sleep(Timeout.Infinite),
            "memory" => EatMemory,
            _ => throw new ArgumentException($"There is no fault '{kind}'.", nameof(kind)),
        };
        _isStruck = step switch
        {
            "plan" => request => request is InstanceRequest.Plan,
            "assembly" => request => request is InstanceRequest.Assemble,
            _ => IsSection(int.Parse(step, CultureInfo.InvariantCulture)),
        };
        _onceFile = onceFile;
    }

    /// <summary>The faults that the environment names. A worker that is to have none is the shipped one.</summary>
    public static IReadOnlyList<PlantedFault> FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(FaultyWorker.FaultVariable) ?? throw new InvalidOperationException($"{FaultyWorker.FaultVariable} names no fault.");
        return [.. text.Split('|').Select(fault => fault.Split(':', 3)).Select(parts => new PlantedFault(parts[0], parts[1], parts.ElementAtOrDefault(2)))];
    }

    /// <summary>Strikes when the request is the one.</summary>
    public void Strike(InstanceRequest request)
    {
        if (!_isStruck(request) || (_onceFile is not null && File.Exists(_onceFile)))
        {
            return;
        }

        if (_onceFile is not null)
        {
            // at once complete, for whoever waits for it
            File.WriteAllText($"{_onceFile}.part", $"{Environment.ProcessId}");
            File.Move($"{_onceFile}.part", _onceFile);
        }

        _strike();
    }

    private static Func<InstanceRequest, bool> IsSection(int number) => request => request is InstanceRequest.RunSection section && section.Number == number;

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
