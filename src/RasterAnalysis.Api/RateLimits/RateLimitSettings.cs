using System.Globalization;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.RateLimits;

/// <summary>The limits: the settings <c>RasterAnalysis__RateLimits__&lt;Kind&gt;__Permits</c> and <c>__Window</c>. What has no permits set is not limited.</summary>
/// <param name="Limits">Those that are set.</param>
internal sealed record RateLimitSettings(IReadOnlyDictionary<RateLimitKind, RateLimit> Limits)
{
    private const string Root = "RasterAnalysis__RateLimits__";
    private const int MostPermits = 1_000_000;
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidRequestException">Some cannot be used; names each of them.</exception>
    public static RateLimitSettings Read(IConfiguration configuration)
    {
        var (limits, errors) = (new Dictionary<RateLimitKind, RateLimit>(), new List<RequestError>());
        foreach (var section in configuration.GetSection("RasterAnalysis:RateLimits").GetChildren())
        {
            if (!Enum.TryParse<RateLimitKind>(section.Key, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(section.Key[0]))
            {
                errors.Add(new RequestError($"{Root}{section.Key}", $"is not known; what can be limited is {string.Join(", ", Enum.GetNames<RateLimitKind>())}."));
            }
            else if (LimitOf(section, $"{Root}{kind}", errors) is { } limit)
            {
                limits[kind] = limit;
            }
        }

        return errors.Count == 0 ? new RateLimitSettings(limits) : throw new InvalidRequestException(errors);
    }

    private static RateLimit? LimitOf(IConfigurationSection section, string name, List<RequestError> errors)
    {
        var (permits, window) = (0, UsualWindow);
        if (section["Permits"]?.Trim() is { Length: > 0 } count
            && !(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out permits) && permits <= MostPermits))
        {
            errors.Add(new RequestError($"{name}__Permits", $"is '{count}'; it must be a whole number from 1 to {MostPermits}, or 0 for no limit."));
        }

        if (section["Window"]?.Trim() is { Length: > 0 } time
            && !(TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out window) && window >= ShortestWindow && window <= LongestWindow))
        {
            errors.Add(new RequestError($"{name}__Window", $"is '{time}'; it must be a span of time as hours:minutes:seconds, from 00:00:01 to 1.00:00:00, such as 00:01:00."));
        }

        return permits > 0 ? new RateLimit(permits, window) : null;
    }
}
