using Microsoft.Data.Sqlite;
using Sessions.Diagnostics;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Testing;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>Through all decorators that there are, measured by somebody who listens.</summary>
#pragma warning disable CA1001 // They are disposed of at the end of each fact.
public sealed class DecoratedSqliteConformance : SharedStoreConformance
#pragma warning restore CA1001
{
    private readonly string _connection = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private readonly SessionsMetrics _metrics = new(null);
    private readonly System.Diagnostics.Metrics.MeterListener _listener = new();
    private SqliteConnection? _anchor;

    protected override int LongHistory => 10_000;

    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time)
    {
        if (_anchor is null)
        {
            _anchor = new SqliteConnection(_connection);
            _anchor.Open();
            _listener.EnableMeasurementEvents(_metrics.OperationDuration);
            _listener.EnableMeasurementEvents(_metrics.Commits);
            _listener.Start();
        }

        return new(SqliteStores.Open(_connection, time: time));
    }

    protected override ISessionStore Decorate(ISessionStore store) => AllDecorators.Over(store, _metrics);

    protected override async ValueTask CleanUpAsync()
    {
        _listener.Dispose();
        _metrics.Dispose();
        if (_anchor is not null)
        {
            await _anchor.DisposeAsync();
        }
    }
}
