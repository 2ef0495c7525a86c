using System.Text;
using Sessions.Serialization;

namespace Sessions.Sql;

/// <summary>A view as a row: what people and queries ask for in columns, and all of it but the state as JSON.</summary>
internal static class SessionColumns
{
    [ThreadStatic]
    private static LineWriter? _writer;

    /// <summary>The values in the order of <see cref="SqlStatements.Columns"/>.</summary>
    public static void Fill(Span<object?> values, SqlWrite write, SqlDialect dialect)
    {
        var view = write.View;
        var details = view.Details;
        values[0] = write.Revision;
        values[1] = view.Version;
        values[2] = write.Era;
        values[3] = SqlText.Encode(details.UserId);
        values[4] = SqlText.Encode(details.DisplayName);
        values[5] = SqlText.Encode(details.Purpose);
        values[6] = StatusName(details.Status);
        values[7] = dialect.Instant(details.CreatedAt);
        values[8] = details.CreatedBy.Name;
        values[9] = dialect.Instant(view.UpdatedTicks);
        values[10] = dialect.Instant(view.LastUsedTicks);
        values[11] = view.CurrentChannel.Name;
        values[12] = dialect.Instant(Expiry(view));
        values[13] = dialect.Instant(details.FinishedAt == 0 ? null : details.FinishedAt);
        values[14] = details.Pinned;
        values[15] = SqlText.Encode(details.MemoryPool?.Name);
        values[16] = view.Messages.Total;
        values[17] = view.Invocations.Count;
        values[18] = view.Invocations.Failed;
        values[19] = details.Usage.TotalTokens;
        values[20] = ((SessionValue)details.Usage.Cost).AsNumber();
        values[21] = SqlText.Encode(view.Lease?.Holder);
        values[22] = view.LastFencingToken;
        values[23] = dialect.Instant(view.Lease?.ExpiresAt.UtcTicks);
        values[24] = Json(view, includeState: false);
    }

    /// <summary>The values of <see cref="SqlStatements.UpdateSession"/>: the columns that are written, of all that were filled in, and the conditions.</summary>
    public static void AddUpdate(List<object?> values, ReadOnlySpan<object?> filled, SqlWrite write, object? now)
    {
        foreach (var place in write.Breadth.Places)
        {
            values.Add(filled[place]);
        }

        AddConditions(values, write, now);
    }

    /// <summary>What the session has to be for its row to be written.</summary>
    public static void AddConditions(List<object?> values, SqlWrite write, object? now)
    {
        values.Add(write.Row);
        values.Add(write.Before!.Revision);
        if (write.Fence is { } fence)
        {
            values.Add(fence);
        }

        if (now is not null)
        {
            values.Add(now);
        }
    }

    /// <summary>When it expires, in ticks; null for never.</summary>
    public static long? Expiry(Session view) => view.ExpiryTicks == Instants.Never ? null : view.ExpiryTicks;

    /// <summary>The whole view, or all of it but the state.</summary>
    public static string Json(Session view, bool includeState)
    {
        var writer = _writer ??= new LineWriter();
        writer.Clear();
        ViewJson.Write(writer, view, includeState);
        return Encoding.UTF8.GetString(writer.Written);
    }

    public static string StatusName(SessionStatus status) => status switch
    {
        SessionStatus.Active => "active",
        SessionStatus.Paused => "paused",
        SessionStatus.Completed => "completed",
        SessionStatus.Failed => "failed",
        _ => "abandoned",
    };
}
