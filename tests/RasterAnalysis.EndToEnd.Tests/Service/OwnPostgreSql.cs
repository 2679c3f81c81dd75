using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Service;

/// <summary>A PostgreSQL server for the tests of one class.</summary>
public sealed class OwnPostgreSql : PostgreSqlServer, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync();
}
