using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RasterAnalysis.Clients.Tests;

/// <summary>A certificate for a service on this machine, signed by itself. Browsers are told to take it.</summary>
internal static class TestCertificate
{
    /// <summary>Writes one with its key.</summary>
    /// <returns>The file and its password.</returns>
    public static async Task<(string Path, string Password)> WriteAsync(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        var password = Guid.NewGuid().ToString("N");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, password));
        return (path, password);
    }
}
