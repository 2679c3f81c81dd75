namespace RasterAnalysis.Api.Requests;

/// <summary>
/// A member of a request that may be one of several things. The OpenAPI document lets it be anything and says in words what: generators of clients make a class of a union, which can hold no number.
/// </summary>
/// <param name="types">The things: numbers, texts, and models of the request.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AnyOfAttribute(params Type[] types) : Attribute
{
    /// <summary>The things.</summary>
    public IReadOnlyList<Type> Types { get; } = types;
}
