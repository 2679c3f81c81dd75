namespace RasterAnalysis.Access;

/// <summary>Who asks, for the length of one request. It is told once the request's token, key or cookie was looked at, and what asks before that is refused.</summary>
public sealed class CurrentCaller
{
    private Caller? _caller;

    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">Nobody has looked yet: a defect.</exception>
    public Caller Value
    {
        get => _caller ?? throw new InvalidOperationException("It was not looked who asks.");
        set => _caller = value;
    }

    /// <summary>Who asks, as far as it was looked.</summary>
    public Caller ValueOrNobody => _caller ?? Caller.Nobody;

    /// <summary>Somebody who is known already.</summary>
    public static CurrentCaller Of(Caller caller) => new() { Value = caller };
}
