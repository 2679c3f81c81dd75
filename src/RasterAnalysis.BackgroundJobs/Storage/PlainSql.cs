using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What every start waits for, asked by the database's own commands: a query of the model takes tens of milliseconds to compile, and the first a tenth of a second.</summary>
internal static class PlainSql
{
    /// <summary>Reads the rows of a query that both databases understand.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="database">The database; its transaction holds, where there is one.</param>
    /// <param name="query">The query.</param>
    /// <param name="read">Reads the row at which the reader stands.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="DbException">Whatever the database says.</exception>
    public static async Task<List<T>> ReadAsync<T>(this DatabaseFacade database, string query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = database.GetDbConnection().CreateCommand();
            (command.CommandText, command.Transaction) = (query, database.CurrentTransaction?.GetDbTransaction());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            await database.CloseConnectionAsync();
        }
    }
}
