using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Reads single settings of section <c>RasterAnalysis</c>, and gathers what is wrong with them: one start is enough to see every fault.</summary>
/// <param name="section">The section. A setting that is not there has its default.</param>
internal sealed class SettingReader(IConfigurationSection section)
{
    private readonly List<RequestError> _errors = [];

    /// <summary>A switch: <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool otherwise) => Text(key) switch
    {
        null => otherwise,
        var text when bool.TryParse(text, out var value) => value,
        var text => Fault(key, text, "true or false", otherwise),
    };

    /// <summary>A whole number of 32 bits.</summary>
    public int Int(string key, int otherwise, int least, int most = int.MaxValue) => (int)Number(key, otherwise, least, most);

    /// <summary>A whole number.</summary>
    public long Number(string key, long otherwise, long least, long most = long.MaxValue) => Text(key) switch
    {
        null => otherwise,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        var text => Fault(key, text, most is int.MaxValue or long.MaxValue ? $"a whole number, {least} or more" : $"a whole number from {least} to {most}", otherwise),
    };

    /// <summary>One of a few words, in any case.</summary>
    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum => Text(key) switch
        {
            null => otherwise,
            var text when Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !int.TryParse(text, out _) => value,
            var text => Fault(key, text, string.Join(" or ", Enum.GetNames<T>()), otherwise),
        };

    /// <summary>A span of time.</summary>
    public TimeSpan Time(string key, TimeSpan otherwise) => Text(key) switch
    {
        null => otherwise,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero => value,
        var text => Fault(key, text, "a span of time as hours:minutes:seconds, such as 00:05:00, or with days before them, such as 1.00:00:00", otherwise),
    };

    /// <summary>Adds a fault.</summary>
    /// <param name="name">The setting as the operator wrote it.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    public void Add(string name, string message) => _errors.Add(new RequestError(name, message));

    /// <summary>Ends the reading.</summary>
    /// <exception cref="InvalidRequestException">There were faults; names them all.</exception>
    public void ThrowIfFaulty()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidRequestException(_errors);
        }
    }

    private string? Text(string key) => section[key]?.Trim();

    private T Fault<T>(string key, string text, string wanted, T otherwise)
    {
        Add($"{section.Key}__{key.Replace(":", "__", StringComparison.Ordinal)}", $"is '{text}'; it must be {wanted}.");
        return otherwise;
    }
}
