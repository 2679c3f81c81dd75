namespace RasterAnalysis.Api.SignIn;

/// <summary>Body of <c>POST /keys</c>.</summary>
/// <param name="Name">What the key is for.</param>
/// <param name="Scopes">What it may be used for: read, submit, publish, administer; by default read.</param>
/// <param name="Days">How long it counts; by default 366, the most.</param>
internal sealed record ApiKeyRequestModel(string? Name, IReadOnlyList<string>? Scopes, int? Days);
