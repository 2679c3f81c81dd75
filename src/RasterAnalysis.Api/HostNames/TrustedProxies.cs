using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace RasterAnalysis.Api.HostNames;

/// <summary>
/// Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: the setting <c>RasterAnalysis__Proxies</c>. Limits by address, tokens that are bound to one and the addresses in answers
/// rest on it; what anybody else sends of it is left aside.
/// </summary>
/// <param name="Networks">Addresses and networks of proxies; none: no proxy is believed.</param>
internal sealed record TrustedProxies(IReadOnlyList<IPNetwork> Networks)
{
    private const string Setting = "RasterAnalysis__Proxies__";

    /// <summary>ASP.NET Core's own switch, which believes everybody.</summary>
    private const string Everybody = "FORWARDEDHEADERS_ENABLED";

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidRequestException">An entry is no address, or everybody is believed besides.</exception>
    public static TrustedProxies Read(IConfiguration configuration)
    {
        var (networks, errors) = (new List<IPNetwork>(), new List<RequestError>());
        foreach (var entry in configuration.GetSection("RasterAnalysis:Proxies").GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            var text = entry.Value!.Trim();
            if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                errors.Add(new RequestError($"{Setting}{entry.Key}", $"is '{text}'; it must be the address of a proxy or its network, such as 127.0.0.1 or 10.0.0.0/8."));
            }
        }

        if (networks.Count > 0 && bool.TryParse(configuration[Everybody], out var isOn) && isOn)
        {
            errors.Add(new RequestError($"{Setting}0", "counts for nothing where ASPNETCORE_FORWARDEDHEADERS_ENABLED believes everybody; leave that out."));
        }

        return errors.Count == 0 ? new TrustedProxies(networks) : throw new InvalidRequestException(errors);
    }

    /// <summary>Has those headers taken over, ahead of everything that looks at who asks.</summary>
    public static void Use(WebApplication app)
    {
        var proxies = Read(app.Configuration);
        if (proxies.Networks.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
