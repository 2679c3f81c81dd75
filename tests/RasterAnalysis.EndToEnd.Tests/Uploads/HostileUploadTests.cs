using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Uploads;

/// <summary>Requests about uploads that are wrong, each refused with the field that is at fault and the status that the protocol has for it.</summary>
public sealed class HostileUploadTests : IClassFixture<OwnService>
{
    private const string Named = "filename c2NlbmUudGlm";
    private readonly OwnService _service;
    private readonly TusClient _tus;

    public HostileUploadTests(OwnService service) => (_service, _tus) = (service, new TusClient(service.Process));

    private string Folder => Path.Combine(_service.Process.DataRoot, "resumable-uploads");

    [Theory]
    [InlineData(null, Named, 400, "Upload-Length")]
    [InlineData("-1", Named, 400, "Upload-Length")]
    [InlineData("1e3", Named, 400, "Upload-Length")]
    [InlineData("99999999999999999999", Named, 400, "Upload-Length")]
    [InlineData("9223372036854775807", Named, 413, "Upload-Length")]
    [InlineData("68719476737", Named, 413, "Upload-Length")] // a byte more than 64 GiB
    [InlineData("10", null, 400, "Upload-Metadata.filename")]
    [InlineData("10", "filename", 400, "Upload-Metadata.filename")]
    [InlineData("10", "filename ****", 400, "Upload-Metadata.filename")]
    [InlineData("10", "filename //8=", 400, "Upload-Metadata.filename")] // no UTF-8
    [InlineData("10", "filename c2NlbmUudGlm c2NlbmUudGlm", 400, "Upload-Metadata")]
    [InlineData("10", Named + "," + Named, 400, "Upload-Metadata")]
    [InlineData("10", Named + ",folder YS9i", 400, "Upload-Metadata.folder")] // a/b
    public async Task An_upload_that_cannot_be_is_refused_before_a_byte_is_sent(string? length, string? metadata, int status, string field)
    {
        (string, string)[] headers = [.. length is null ? Array.Empty<(string, string)>() : [("Upload-Length", length)], .. metadata is null ? Array.Empty<(string, string)>() : [("Upload-Metadata", metadata)]];

        using var answer = await _tus.SendAsync(HttpMethod.Post, "api/v1/uploads", headers);

        var fault = await TusClient.FaultAsync(answer);
        Assert.Equal((status, field), (fault.Status, fault.Field));
        Assert.NotEmpty(fault.Message);
    }

    [Theory]
    [InlineData("Upload-Defer-Length", "1", 400, "Upload-Defer-Length")]
    [InlineData("Upload-Concat", "partial", 400, "Upload-Concat")]
    [InlineData("Tus-Resumable", "0.2.2", 412, "Tus-Resumable")]
    [InlineData("Tus-Resumable", "", 412, "Tus-Resumable")]
    public async Task What_is_not_spoken_here_is_said(string header, string value, int status, string field)
    {
        using var answer = await _tus.SendAsync(HttpMethod.Post, "api/v1/uploads", ("Upload-Length", "10"), ("Upload-Metadata", Named), (header, value));

        var fault = await TusClient.FaultAsync(answer);
        Assert.Equal((status, field), (fault.Status, fault.Field));
        Assert.Equal("1.0.0", answer.Headers.GetValues("Tus-Version").Single());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("-1", 400)]
    [InlineData("4", 409)]
    [InlineData("6", 409)]
    [InlineData("9223372036854775808", 400)]
    public async Task A_part_that_belongs_elsewhere_changes_nothing(string offset, int status)
    {
        var upload = await _tus.CreateAsync(10, "scene.tif");
        await _tus.SendAsync(upload, 0, [1, 2, 3, 4, 5]);

        using var answer = await _tus.PatchAsync(upload, offset, new ByteArrayContent([6, 7]));

        var fault = await TusClient.FaultAsync(answer);
        Assert.Equal((status, "Upload-Offset"), (fault.Status, fault.Field));
        Assert.Equal(5, await _tus.OffsetAsync(upload));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_was_announced_is_not_taken(bool isCounted)
    {
        var upload = await _tus.CreateAsync(10, "scene.tif");
        HttpContent body = isCounted ? new ByteArrayContent(new byte[11]) : new PausingContent(new byte[200_000], 200_000);
        using var request = new HttpRequestMessage(HttpMethod.Patch, upload) { Content = body };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", "0");
        request.Headers.TransferEncodingChunked = !isCounted;
        body.Headers.ContentType = new MediaTypeHeaderValue(TusClient.Part);
        (body as PausingContent)?.GoOn();

        using var answer = await _service.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(upload));
    }

    [Theory]
    [InlineData("text/plain", 415, null, null)]
    [InlineData(TusClient.Part, 400, "Upload-Checksum", "crc32 AAAAAA==")]
    [InlineData(TusClient.Part, 400, "Upload-Checksum", "sha1 AAAAAA==")]
    [InlineData(TusClient.Part, 400, "Upload-Checksum", "sha1")]
    public async Task A_part_that_is_none_is_refused(string type, int status, string? header, string? value)
    {
        var upload = await _tus.CreateAsync(10, "scene.tif");
        var body = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

        using var answer = await _tus.PatchAsync(upload, "0", body, header is null ? [] : [(header, value!)]);

        var fault = await TusClient.FaultAsync(answer);
        Assert.Equal((status, header ?? ""), (fault.Status, fault.Field));
        Assert.Equal(0, await _tus.OffsetAsync(upload));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("..%2f..%2fitems")]
    [InlineData("..")]
    [InlineData("%00")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF%0A")]
    public async Task An_id_that_is_none_finds_nothing(string id)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Delete, HttpMethod.Get])
        {
            using var answer = await _tus.SendAsync(method, $"api/v1/uploads/{id}");
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed]);
        }

        using var item = await _service.Client.Http.PostAsync($"api/v1/uploads/{id}/item", null, TestContext.Current.CancellationToken);
        Assert.Contains(item.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed]);
    }

    [Theory]
    [InlineData("../../../escaped.tif", "escaped.tif")]
    [InlineData(@"C:\Users\me\scene.tif", "scene.tif")]
    [InlineData("package", "_package")]
    [InlineData("sc\u0000ene\n.tif", "sc_ene_.tif")]
    public async Task A_name_leads_nowhere(string given, string name)
    {
        var file = TiffFile.Byte(20, 10, 1, (_, row, column) => (byte)(row + column));
        var upload = await _tus.CreateAsync(file.Length, given);
        await _tus.SendAsync(upload, 0, file);

        var (status, item) = await _tus.FinishAsync(upload);

        Assert.Equal((HttpStatusCode.Created, name), (status, (string)item["name"]!));
        Assert.Equal([name], Directory.GetFiles(Path.Combine(_service.Process.DataRoot, "items", (string)item["id"]!)).Select(Path.GetFileName).Where(found => found == name));
    }

    [Fact]
    public async Task An_upload_that_lay_still_for_too_long_is_gone()
    {
        var upload = await _tus.CreateAsync(10, "scene.tif");
        using var before = await _tus.PatchAsync(upload, "0", new ByteArrayContent([1, 2, 3]));
        var expires = DateTimeOffset.ParseExact(before.Headers.GetValues("Upload-Expires").Single(), "R", CultureInfo.InvariantCulture);
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        File.SetLastWriteTimeUtc(Path.Combine(Folder, upload.Split('/')[^1], "data"), DateTime.UtcNow.AddHours(-25));

        using var head = await _tus.SendAsync(HttpMethod.Head, upload);
        using var patch = await _tus.PatchAsync(upload, "3", new ByteArrayContent([4]));
        Assert.Equal(HttpStatusCode.Gone, head.StatusCode);
        Assert.Equal((410, "id"), await TusClient.FaultAsync(patch) is var fault ? (fault.Status, fault.Field) : default);
        Assert.Equal(HttpStatusCode.Gone, (await _tus.FinishAsync(upload)).Status);

        await _tus.CreateAsync(10, "another.tif");
        Assert.False(Directory.Exists(Path.Combine(Folder, upload.Split('/')[^1])));
    }

    [Fact]
    public async Task What_is_refused_as_an_item_says_why_as_any_other_upload_does()
    {
        var words = Encoding.UTF8.GetBytes("These are words.");
        var upload = await _tus.CreateAsync(words.Length, "words.tif");
        await _tus.SendAsync(upload, 0, words);

        var (status, refusal) = await _tus.FinishAsync(upload);

        var (form, expected) = await _service.Client.TryAddAsync(words, "words.tif");
        Assert.Equal((form, expected["errors"]!.ToJsonString()), (status, refusal["errors"]!.ToJsonString()));
    }

    [Fact]
    public async Task Clients_that_have_no_other_method_than_POST_and_those_that_send_at_once_are_served()
    {
        using var created = await _tus.SendAsync(
            HttpMethod.Post, "api/v1/uploads", new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue(TusClient.Part) } },
            ("Upload-Length", "8"), ("Upload-Metadata", Named));
        Assert.Equal((HttpStatusCode.Created, 3), (created.StatusCode, TusClient.Number(created, "Upload-Offset")));
        var upload = new Uri(created.RequestMessage!.RequestUri!, created.Headers.Location!).AbsolutePath[1..];

        using var part = await _tus.SendAsync(
            HttpMethod.Post, upload, new ByteArrayContent([4, 5]) { Headers = { ContentType = new MediaTypeHeaderValue(TusClient.Part) } }, ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "3"));
        Assert.Equal((HttpStatusCode.NoContent, 5), (part.StatusCode, TusClient.Number(part, "Upload-Offset")));
        Assert.Equal([1, 2, 3, 4, 5], await File.ReadAllBytesAsync(Path.Combine(Folder, upload.Split('/')[^1], "data"), TestContext.Current.CancellationToken));
        using var options = await _service.Client.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "api/v1/uploads"), TestContext.Current.CancellationToken);
        Assert.Equal(("creation,creation-with-upload,expiration,checksum,termination", "68719476736"), (options.Headers.GetValues("Tus-Extension").Single(), options.Headers.GetValues("Tus-Max-Size").Single()));

        using var deleted = await _tus.SendAsync(HttpMethod.Post, upload, ("X-HTTP-Method-Override", "DELETE"));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var head = await _tus.SendAsync(HttpMethod.Head, upload);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
    }
}
