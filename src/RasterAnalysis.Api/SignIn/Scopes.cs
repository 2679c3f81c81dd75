using RasterAnalysis.Access;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Rights as words of the API.</summary>
internal static class Scopes
{
    private static readonly (string Word, Rights Right)[] All = [("read", Rights.Read), ("submit", Rights.Submit), ("publish", Rights.Publish), ("administer", Rights.Administer)];

    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Of(Rights rights) => [.. All.Where(scope => rights.HasFlag(scope.Right)).Select(scope => scope.Word)];

    /// <summary>The rights of words.</summary>
    /// <exception cref="InvalidRequestException">Field <c>scopes</c>: a word is none of them.</exception>
    public static Rights Parse(IEnumerable<string> words) => words.Aggregate(Rights.None, (rights, word) =>
        All.FirstOrDefault(scope => scope.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) is { Word: not null } found ? rights | found.Right
            : throw new InvalidRequestException("scopes", $"has '{word}'; it must be of {string.Join(", ", All.Select(scope => scope.Word))}."));
}
