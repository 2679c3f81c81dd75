using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.S3.Model;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.CloudStores;

/// <summary>A bucket of Amazon S3 or of a server that is compatible with it.</summary>
internal sealed class S3Store : ICloudStore
{
    // S3 takes 10,000 parts, so that this is enough for 5 TiB up to its own limit of an object
    private const long LeastPart = 64L << 20;
    private const int MostParts = 9_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly CloudStoreOptions _options;
    private readonly AmazonS3Client _client;
    private readonly HttpClient _http;

    public S3Store(CloudStoreOptions options)
    {
        _options = options;
        _http = CloudStoreConnections.CreateClient(Patience);
        var config = new AmazonS3Config
        {
            HttpClientFactory = new OneClient(_http),
            AuthenticationRegion = options.Region,
            IgnoreConfiguredEndpointUrls = true,
            AllowAutoRedirect = false,

            // what servers other than Amazon's own know
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Url is { } url)
        {
            (config.ServiceURL, config.ForcePathStyle) = (url.AbsoluteUri.TrimEnd('/'), true);
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        _client = new AmazonS3Client(CredentialsOf(options), config);
    }

    private bool IsAnonymous => _options.AccessKey.Length == 0 && _options.Credentials == CloudStoreCredentials.Settings;

    private RequestPayer? Payer => _options.RequesterPays ? RequestPayer.Requester : null;

    public async Task<Uri> SignAsync(string key, TimeSpan time) => IsAnonymous ? OpenAddress(key) : new Uri(await _client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
    {
        BucketName = _options.Bucket,
        Key = key,
        Verb = HttpVerb.GET,
        Expires = DateTime.UtcNow + time,
        Protocol = _options.Url?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        RequestPayer = Payer,
    }).ConfigureAwait(false));

    public async Task<IReadOnlyList<CloudObject>> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<CloudObject>();
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = prefix, Delimiter = "/", RequestPayer = Payer };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            found.AddRange((page.CommonPrefixes ?? []).Select(folder => new CloudObject(folder, null, null)));
            found.AddRange((page.S3Objects ?? []).Select(item => new CloudObject(item.Key, item.Size, item.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null)));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null && found.Count < most);

        return found;
    }

    public async Task<long> WriteAsync(string key, string file, string contentType, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        if (stream.Length <= LeastPart)
        {
            await _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _options.Bucket, Key = key, InputStream = stream, ContentType = contentType, UseChunkEncoding = false, AutoCloseStream = false, RequestPayer = Payer,
                    MD5Digest = await DigestAsync(stream, 0, stream.Length, cancellationToken).ConfigureAwait(false),
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await WritePartsAsync(key, stream, contentType, cancellationToken).ConfigureAwait(false);
        }

        var written = await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _options.Bucket, Key = key, RequestPayer = Payer }, cancellationToken).ConfigureAwait(false);
        return written.ContentLength;
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _options.Bucket, Key = key, RequestPayer = Payer }, cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    /// <summary>In parts, each checked by its digest; the object is there when all of them are.</summary>
    private async Task WritePartsAsync(string key, FileStream stream, string contentType, CancellationToken cancellationToken)
    {
        var upload = (await _client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = _options.Bucket, Key = key, ContentType = contentType, RequestPayer = Payer }, cancellationToken).ConfigureAwait(false)).UploadId;
        try
        {
            var (parts, size) = (new List<PartETag>(), Math.Max(LeastPart, (stream.Length / MostParts) + 1));
            for (var offset = 0L; offset < stream.Length; offset += size)
            {
                var count = Math.Min(size, stream.Length - offset);
                var digest = await DigestAsync(stream, offset, count, cancellationToken).ConfigureAwait(false);
                var part = await _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _options.Bucket, Key = key, UploadId = upload, PartNumber = parts.Count + 1, InputStream = stream, FilePosition = offset, PartSize = count,
                        MD5Digest = digest, UseChunkEncoding = false, RequestPayer = Payer,
                    },
                    cancellationToken).ConfigureAwait(false);
                parts.Add(new PartETag(parts.Count + 1, part.ETag));
            }

            await _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _options.Bucket, Key = key, UploadId = upload, PartETags = parts, RequestPayer = Payer }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // what has come of it would be paid for
            await _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _options.Bucket, Key = key, UploadId = upload }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<string> DigestAsync(FileStream stream, long offset, long count, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // Content-MD5, by which the server finds bytes that got lost on the way
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var buffer = new byte[1 << 17];
        for (stream.Position = offset; count > 0;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            hash.AppendData(buffer.AsSpan(0, read));
            count -= read;
        }

        stream.Position = offset;
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    private Uri OpenAddress(string key)
    {
        var escaped = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        return new Uri(_options.Url is { } url
            ? $"{url.AbsoluteUri.TrimEnd('/')}/{_options.Bucket}/{escaped}"
            : $"https://s3.{_options.Region}.amazonaws.com/{_options.Bucket}/{escaped}");
    }

    private static AWSCredentials CredentialsOf(CloudStoreOptions options) =>
        options.Credentials == CloudStoreCredentials.Machine ? DefaultAWSCredentialsIdentityResolver.GetCredentials()
        : options.AccessKey.Length == 0 ? new AnonymousAWSCredentials()
        : options.SessionToken.Length > 0 ? new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.SessionToken)
        : new BasicAWSCredentials(options.AccessKey, options.SecretKey);

    /// <summary>Gives the SDK our client.</summary>
    private sealed class OneClient(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
