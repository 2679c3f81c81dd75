using System.Diagnostics;
using System.Globalization;
using System.Net;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Benchmarks.Pictures;

/// <summary>
/// MapServer over one raster: as many FastCGI processes as are wanted, behind lighttpd. The raster's own colour table makes the colours, and files stay open from request to request.
/// </summary>
internal sealed class MapServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/cgi-bin/mapserv";
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-mapserver-").FullName;
    private readonly Process _web;

    private MapServer(string raster, int processes)
    {
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/mapserv");
        File.WriteAllText(PathOf("mapserver.conf"), """CONFIG ENV MS_MAP_PATTERN "." END END""");
        File.WriteAllText(PathOf("classes.map"), MapOf(raster));
        File.WriteAllText(PathOf("lighttpd.conf"), ConfigurationOf(processes));
        _web = Process.Start(new ProcessStartInfo("/usr/sbin/lighttpd", ["-D", "-f", PathOf("lighttpd.conf")]) { RedirectStandardError = true })!;
        _web.ErrorDataReceived += (_, _) => { };
        _web.BeginErrorReadLine();
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, and waits until it gives a picture.</summary>
    public static async Task<MapServer> StartAsync(string raster, int processes, PictureViewpoint first)
    {
        var server = new MapServer(raster, processes);
        using var http = new HttpClient();
        await Until.TrueAsync(async () => await AnswersAsync(http, server.Address, server.PathAndQueryOf(first)), "MapServer to give a picture");
        return server;
    }

    /// <summary>The request of a view, by WMS 1.1.1.</summary>
    public string PathAndQueryOf(PictureViewpoint view) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Address.AbsolutePath}?map={PathOf("classes.map")}&SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&LAYERS=classes&STYLES=&SRS=EPSG:32633&FORMAT=image/png&TRANSPARENT=TRUE&WIDTH={PictureViewpoint.Pixels}&HEIGHT={PictureViewpoint.Pixels}&BBOX={view.Left},{view.Top - view.Width},{view.Left + view.Width},{view.Top}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // its FastCGI processes too, which may outlive it and hold its standard error
        _web.Kill(entireProcessTree: true);
        await _web.WaitForExitAsync();
        _web.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address, string path)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(address, path));
            return response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "image/png"
                ? true : throw new InvalidOperationException($"MapServer answers {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static string MapOf(string raster) => $"""
        MAP
          NAME "classes"
          SIZE 256 256
          IMAGETYPE "png"
          EXTENT 500000 4980000 520000 5000000
          PROJECTION "init=epsg:32633" END
          WEB METADATA "ows_enable_request" "*" "wms_srs" "EPSG:32633" "ows_title" "classes" END END
          LAYER
            NAME "classes"
            TYPE RASTER
            STATUS ON
            DATA "{raster}"
            PROJECTION "init=epsg:32633" END
            PROCESSING "CLOSE_CONNECTION=DEFER"
          END
        END
        """;

    private string ConfigurationOf(int processes) => $$"""
        server.modules = ( "mod_fastcgi" )
        server.document-root = "{{_folder}}"
        server.bind = "127.0.0.1"
        server.port = {{Address.Port}}
        server.max-keep-alive-requests = 1000000
        server.errorlog = "{{PathOf("error.log")}}"
        fastcgi.server = ( "/mapserv" => ((
          "bin-path" => "{{Program}}",
          "socket" => "{{PathOf("socket")}}",
          "check-local" => "disable",
          "min-procs" => {{processes}},
          "max-procs" => {{processes}},
          "bin-environment" => ( "MAPSERVER_CONFIG_FILE" => "{{PathOf("mapserver.conf")}}" )
        )))
        """;
}
