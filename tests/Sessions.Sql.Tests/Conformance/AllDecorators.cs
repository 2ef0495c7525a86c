using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Testing;

namespace Sessions.Sql.Tests.Conformance;

/// <summary>A store within all decorators that there are.</summary>
internal static class AllDecorators
{
    private static readonly SessionsMetrics Metrics = new(null);

    public static ISessionStore Over(ISessionStore store, SessionsMetrics? metrics = null) =>
        new InstrumentedSessionStore(new FaultInjectingStore(store), metrics ?? Metrics, TimeProvider.System);
}
