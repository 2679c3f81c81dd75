using System.Net;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ServicesDirectory;

/// <summary>The services directory as people use it in a browser without scripts: forms, a job page that follows itself, pictures.</summary>
public sealed class DirectoryFormTests : HostedTest
{
    private const string Submit = $"{ArcGisHost.Task}/submitJob";

    private static readonly (string Name, string Value)[] Filled =
    [
        ("f", "html"), ("inputRaster", $$"""{"itemId":"{{Some.Ortho.Id}}"}"""), ("model", $$"""{"itemId":"{{Some.Model.Id}}"}"""), ("modelArguments", ""), ("processAllRasterItems", ""),
        ("outputClassifiedRaster", """{"serviceProperties":{"name":"Formed"}}"""),
    ];

    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ArcGisHost.Task)]
    [InlineData(Submit)]
    public async Task A_task_has_a_form_with_a_labelled_field_for_each_input(string path)
    {
        var page = await PageAsync($"{path}?f=html");
        Assert.Contains($"<form method=\"post\" action=\"{Submit}\">", page, StringComparison.Ordinal);
        foreach (var name in new[] { "inputRaster", "model", "modelArguments", "outputClassifiedRaster", "processAllRasterItems", "context" })
        {
            Assert.Contains($"<label for=\"f0-{name}\">", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"f0-{name}\" name=\"{name}\" aria-describedby=\"f0-{name}-hint\"", page, StringComparison.Ordinal);
        }

        Assert.Contains("<button>Submit job</button>", page, StringComparison.Ordinal);
        Assert.Empty(Host.Queue.Queued);
    }

    [Fact]
    public async Task A_submitted_form_leads_to_a_job_page_that_follows_itself_and_can_cancel()
    {
        var job = await SubmitAsync();
        var path = $"{ArcGisHost.Task}/jobs/{job}";

        using var going = await _browser.GetAsync(Host.AddressOf($"{path}?f=html"), Cancellation);
        Assert.Equal("2", going.Headers.GetValues("Refresh").Single());
        var page = await Host.TextAsync(going);
        Assert.Contains($"<form method=\"post\" action=\"{path}/cancel\">", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/#/jobs/{job}\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"?f=html&follow", page, StringComparison.Ordinal);

        // whoever reads slowly, or by ear, can have it stand still
        Assert.Contains("href=\"?f=html&amp;follow=false\"", page, StringComparison.Ordinal);
        using var still = await _browser.GetAsync(Host.AddressOf($"{path}?f=html&follow=false"), Cancellation);
        Assert.False(still.Headers.Contains("Refresh"));

        using var cancelled = await PostAsync($"{path}/cancel", ("f", "html"));
        Assert.Equal(HttpStatusCode.SeeOther, cancelled.StatusCode);
        Assert.Equal($"{path}?f=html", cancelled.Headers.Location?.OriginalString);
        Assert.True((await Host.Jobs.FindAsync(job, Cancellation))!.Status is JobStatus.Cancelled or JobStatus.Cancelling);
    }

    [Fact]
    public async Task A_link_to_cancel_cancels_nothing_and_a_client_that_gets_it_as_JSON_does()
    {
        var job = await SubmitAsync();
        Assert.Contains("Cancel job", await PageAsync($"{ArcGisHost.Task}/jobs/{job}/cancel?f=html"), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Submitted, (await Host.Jobs.FindAsync(job, Cancellation))!.Status);

        await Host.GetJsonAsync($"{ArcGisHost.Task}/jobs/{job}/cancel?f=json");
        Assert.NotEqual(JobStatus.Submitted, (await Host.Jobs.FindAsync(job, Cancellation))!.Status);
    }

    [Fact]
    public async Task A_job_that_is_over_is_followed_no_more()
    {
        var job = await SubmitAsync();
        foreach (var status in new[] { JobStatus.Waiting, JobStatus.Executing, JobStatus.Succeeded })
        {
            await Host.Jobs.TryMoveAsync(job, status, status == JobStatus.Succeeded ? job[1..] : null, cancellationToken: Cancellation);
        }

        using var response = await _browser.GetAsync(Host.AddressOf($"{ArcGisHost.Task}/jobs/{job}?f=html"), Cancellation);
        Assert.False(response.Headers.Contains("Refresh"));
        var page = await Host.TextAsync(response);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/arcgis/rest/services/Hosted/Formed/ImageServer?f=html\">Formed</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_refused_says_why_and_keeps_what_was_typed()
    {
        using var response = await PostAsync(Submit, [.. Filled.Where(field => field.Name != "model"), ("model", "{\"itemId\":\"<none>\"}")]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await Host.TextAsync(response);
        Assert.Contains("model: There is no item &#x27;&lt;none&gt;&#x27;", page, StringComparison.Ordinal);
        Assert.Contains($"{{&quot;itemId&quot;:&quot;{Some.Ortho.Id}&quot;}}</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("{&quot;itemId&quot;:&quot;&lt;none&gt;&quot;}</textarea>", page, StringComparison.Ordinal);
        Assert.Empty(Host.Queue.Queued);
    }

    [Fact]
    public async Task An_image_service_shows_its_picture_and_its_legend()
    {
        var page = await PageAsync($"{ArcGisHost.LandCover}?f=html");
        var picture = Between(page, "<figure><img src=\"", "\"").Replace("&amp;", "&", StringComparison.Ordinal);
        using var response = await Host.GetAsync(picture);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\" alt=\"\">&lt;Water&gt; &amp; ice</li>", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/#/items/{Some.LandCover.Id}\">On the map page</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportImage_shows_the_picture_that_was_asked_for_and_a_form_for_the_next()
    {
        var page = await PageAsync($"{ArcGisHost.Ortho}/exportImage?f=html&size=120,80&format=png&bandIds=");
        var picture = Between(page, "<figure><img src=\"", "\"");
        Assert.Equal($"{ArcGisHost.Ortho}/exportImage?size=120,80&amp;format=png&amp;f=image", picture);
        Assert.Contains("<option selected>png</option>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"size\" aria-describedby=\"f0-size-hint\" value=\"120,80\"", page, StringComparison.Ordinal);
        Assert.Contains($"<form method=\"get\" action=\"{ArcGisHost.Ortho}/exportImage\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identify_asks_for_a_place_and_answers_to_what_it_proposes()
    {
        var page = await PageAsync($"{ArcGisHost.Ortho}/identify?f=html");
        var proposed = Between(page, "name=\"geometry\" aria-describedby=\"f0-geometry-hint\" required value=\"", "\"");
        var answer = await PageAsync($"{ArcGisHost.Ortho}/identify?f=html&geometry={Uri.EscapeDataString(proposed)}&geometryType=esriGeometryPoint&sr=");
        Assert.Contains("<dt>value</dt>", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>error</dt>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/arcgis/home/item.html?id=0123abcd", "/#/items/0123abcd")]
    [InlineData("/arcgis/home/item.html?id=%22%3E%3Cscript%3E", "/#/items/%22%3E%3Cscript%3E")]
    [InlineData("/arcgis/home/", "/")]
    [InlineData("/arcgis/home/index.html", "/")]
    public async Task Pages_of_a_portal_lead_to_the_map_page(string address, string expected)
    {
        using var response = await _browser.GetAsync(Host.AddressOf(address), Cancellation);
        Assert.Equal((HttpStatusCode.Found, expected), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    private static string Between(string page, string before, string after)
    {
        var start = page.IndexOf(before, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{before} is not in {page}");
        return page[(start + before.Length)..page.IndexOf(after, start + before.Length, StringComparison.Ordinal)];
    }

    private async Task<string> PageAsync(string path) => await Host.TextAsync(await Host.GetAsync(path));

    private async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _browser.PostAsync(Host.AddressOf(path), content, Cancellation);
    }

    /// <summary>Sends the form, and finds the job's id where the browser is led.</summary>
    private async Task<string> SubmitAsync()
    {
        using var response = await PostAsync(Submit, Filled);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var location = response.Headers.Location!.OriginalString;
        Assert.StartsWith($"{ArcGisHost.Task}/jobs/j", location, StringComparison.Ordinal);
        return location[$"{ArcGisHost.Task}/jobs/".Length..^"?f=html".Length];
    }
}
