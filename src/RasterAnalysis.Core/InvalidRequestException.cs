namespace RasterAnalysis;

/// <summary>A request that cannot be honoured as it stands. Carries every fault at once, so that one answer is enough to mend them all.</summary>
public sealed class InvalidRequestException : RasterAnalysisException
{
    /// <summary>Makes the failure from all the faults that were found.</summary>
    /// <param name="errors">At least one fault.</param>
    public InvalidRequestException(IReadOnlyList<RequestError> errors)
        : base("invalid-request", string.Join(" ", errors.Select(error => error.ToString())))
    {
        Errors = errors;
    }

    /// <summary>Makes the failure from one fault.</summary>
    public InvalidRequestException(string field, string message)
        : this([new RequestError(field, message)])
    {
    }

    /// <summary>Every fault, in the order of the request's fields.</summary>
    public IReadOnlyList<RequestError> Errors { get; }
}
