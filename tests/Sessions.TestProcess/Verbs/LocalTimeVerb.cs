using System.Globalization;
using Sessions.PostgreSql;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>local-time CONNECTION</c>: a process of an app that has told Npgsql to give instants as local time, as it once did. Prints
/// <c>ready</c>; then <c>begin ID</c> begins a session with two messages and a lease, and prints what <c>tell ID</c> does: its instants.
/// </summary>
internal sealed class LocalTimeVerb : IVerb
{
    public string Name => "local-time";

    /// <summary>All instants that a session has, in UTC.</summary>
    public static async Task<string> TellAsync(SessionManager manager, string id)
    {
        var view = await manager.GetAsync(id);
        var messages = await manager.ReadNewestMessagesAsync(id, 10);
        DateTimeOffset?[] instants =
        [
            view.CreatedAt, view.UpdatedAt, view.LastUsedAt, view.ExpiresAt, view.Lease?.ExpiresAt, .. messages.Select(static message => (DateTimeOffset?)message.At),
        ];
        return string.Join(' ', instants.Select(static at => at?.ToString("O", CultureInfo.InvariantCulture)));
    }

    public async Task<int> RunAsync(string[] arguments)
    {
        AppContext.SetSwitch("Npgsql.EnableLegacyTimestampBehavior", true);
        await using var store = PostgreSqlStores.Open(arguments[0]);
        var manager = new SessionManager(store, new SessionsOptions { LeaseLifetime = TimeSpan.FromMinutes(30), LeaseHeartbeat = TimeSpan.FromMinutes(10) });
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var id = line.Split(' ')[^1];
            if (line.StartsWith("begin ", StringComparison.Ordinal))
            {
                await manager.CreateAsync(new NewSession { Id = id, AbsoluteLifetime = TimeSpan.FromHours(2) });
                var lease = await manager.AcquireLeaseAsync(id);
                await manager.UpdateAsync(
                    id, static update => update.AppendMessage(NewMessage.User("1")).AppendMessage(NewMessage.Assistant("2")), new CommitOptions { Lease = lease.Token });
                await manager.AppendMessageAsync(id, NewMessage.User("3"), new CommitOptions { Lease = lease.Token });
            }

            Console.WriteLine(await TellAsync(manager, id));
        }

        return 0;
    }
}
