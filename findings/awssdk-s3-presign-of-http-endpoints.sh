#!/usr/bin/env bash
# AWSSDK.S3 4.1.0 (.NET 10): GetPreSignedURL of a client whose ServiceURL is http gives an https address, port and all, which nobody answers; its requests go over http. Only Protocol = HTTP in each
# request for an address makes them agree. With anonymous credentials, which its other calls take, there is a NullReferenceException instead of an unsigned address.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >presign.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="AWSSDK.S3" Version="4.1.0" /></ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'PROGRAM'
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

var config = new AmazonS3Config { ServiceURL = "http://127.0.0.1:9000", ForcePathStyle = true, AuthenticationRegion = "us-east-1" };
string Sign(AWSCredentials credentials, Protocol? protocol)
{
    var request = new GetPreSignedUrlRequest { BucketName = "bucket", Key = "k", Verb = HttpVerb.GET, Expires = DateTime.UtcNow.AddMinutes(5) };
    if (protocol is { } given)
    {
        request.Protocol = given;
    }

    try
    {
        using var client = new AmazonS3Client(credentials, config);
        return client.GetPreSignedURL(request);
    }
    catch (Exception exception)
    {
        return $"{exception.GetType().Name}: {exception.Message}";
    }
}

string Shown(string address) => address.Contains("X-Amz-Signature=") ? address[..address.IndexOf('?')] + "?…X-Amz-Signature=…" : address;
var key = new BasicAWSCredentials("id", "secret");
var (plain, told, anonymous) = (Sign(key, null), Sign(key, Protocol.HTTP), Sign(new AnonymousAWSCredentials(), Protocol.HTTP));
Console.WriteLine($"AWSSDK.S3 {System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(AmazonS3Client).Assembly.Location).FileVersion}");
Console.WriteLine($"as it is:       {Shown(plain)}");
Console.WriteLine($"Protocol HTTP:  {Shown(told)}");
Console.WriteLine($"anonymous:      {Shown(anonymous)}");
return plain.StartsWith("https://127.0.0.1:9000/bucket/k?") && told.StartsWith("http://127.0.0.1:9000/bucket/k?") && anonymous.StartsWith("NullReferenceException") ? 0 : 1;
PROGRAM
dotnet run -v quiet --property:NuGetAudit=false
