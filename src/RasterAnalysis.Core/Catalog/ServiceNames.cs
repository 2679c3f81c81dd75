using System.Globalization;
using System.Text;

namespace RasterAnalysis.Catalog;

/// <summary>Names of image services: letters, digits and underscores, as ArcGIS has them.</summary>
public static class ServiceNames
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 120;

    // an underscore and the digits of the largest Int32
    private const int LongestSuffix = 11;

    /// <summary>Makes a name from a title: every other character becomes an underscore; accents are dropped.</summary>
    /// <returns>The name; empty when nothing usable is in the title.</returns>
    public static string FromTitle(string title)
    {
        var builder = new StringBuilder();
        foreach (var accented in title)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(accented) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var c = WithoutAccent(accented);
            var isKept = char.IsAsciiLetterOrDigit(c) || (c > 127 && char.IsLetterOrDigit(c));
            if (isKept || (builder.Length > 0 && builder[^1] != '_'))
            {
                builder.Append(isKept ? c : '_');
            }
        }

        var name = builder.ToString().Trim('_');
        return name.Length <= MaxLength ? name : name[..MaxLength].TrimEnd('_');
    }

    // The service runs without culture data, which String.Normalize would need.
    private static char WithoutAccent(char c)
    {
        const string Accented = "àáâãäåāăąçćčďèéêëēėęěğìíîïīįłñńňòóôõöøōőŕřśşšťùúûüūůűųýÿźżžÀÁÂÃÄÅĀĂĄÇĆČĎÈÉÊËĒĖĘĚĞÌÍÎÏĪĮŁÑŃŇÒÓÔÕÖØŌŐŔŘŚŞŠŤÙÚÛÜŪŮŰŲÝŸŹŻŽ";
        const string Plain = "aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzzAAAAAAAAACCCDEEEEEEEEGIIIIIILNNNOOOOOOOORRSSSTUUUUUUUUYYZZZ";
        var at = c < 128 ? -1 : Accented.IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? c : Plain[at];
    }

    /// <summary>The first of <c>name</c>, <c>name_1</c>, <c>name_2</c>… that is free.</summary>
    public static async Task<string> FindFreeAsync(ICatalogStore catalog, string name, CancellationToken cancellationToken)
    {
        // what every candidate begins with
        var taken = await catalog.TakenNamesAsync(name[..Math.Min(name.Length, MaxLength - LongestSuffix)], cancellationToken).ConfigureAwait(false);
        var candidate = name;
        for (var number = 1; taken.Contains(candidate); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"_{number}");
            candidate = name[..Math.Min(name.Length, MaxLength - suffix.Length)] + suffix;
        }

        return candidate;
    }
}
