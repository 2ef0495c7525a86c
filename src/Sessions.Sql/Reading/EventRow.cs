using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>An event, and what its row says of the commit that it is part of.</summary>
internal readonly record struct EventRow(
    SessionEvent Event, long Version, long Part, long Parts, long At, Channel Channel, CommitId CommitId, string? Key, UInt128 Hash, JsonText? CommitFields);
