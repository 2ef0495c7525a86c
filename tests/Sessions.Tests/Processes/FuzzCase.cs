using System.Text.RegularExpressions;
using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Tests.Processes;

/// <summary>One spoilt log, and the judgement of what a store makes of it.</summary>
internal sealed partial class FuzzCase(FuzzOriginal original, string kind, byte[] bytes)
{
    private readonly LogOracle _oracle = new(original.Bytes, bytes);
    private readonly SessionKey _key = new("", original.Id);

    public FuzzOriginal Original => original;

    public string Kind => kind;

    public byte[] Bytes => bytes;

    public bool IsWhole => _oracle.IsWhole;

    /// <summary>Reads and writes the session, and throws at what must not be.</summary>
    /// <returns>What the store made of it.</returns>
    public async Task<string> JudgeAsync(ISessionStore store)
    {
        var read = await ReadAsync(store);
        if (!Spoilt().SequenceEqual(bytes))
        {
            throw new InvalidOperationException("Reading changed the file.");
        }

        var written = await WriteAsync(store);
        return $"{read}{written}";
    }

    private async Task<string> ReadAsync(ISessionStore store)
    {
        var messages = await DamagedOrAsync(async () =>
        {
            var newest = await store.ReadMessagesAsync(_key, MessageRange.Newest(Chat.Main, 20));
            CompareMessages(newest);
        });
        var view = await DamagedOrAsync(async () => CompareView(await store.FindAsync(_key)));
        var log = await DamagedOrAsync(async () => CompareLog(await store.ReadLogAsync(_key, 0, int.MaxValue)));
        var after = original.View.Version * 2 / 3;
        var rest = await DamagedOrAsync(async () => CompareRest(await store.ReadLogAsync(_key, after, 10), after));
        if (_oracle.IsDamaged && log is null)
        {
            throw new InvalidOperationException("What is damaged was read to its end.");
        }

        if (!_oracle.IsDamaged && !_oracle.IsDisplaced && (messages ?? view ?? log ?? rest) is { } complaint)
        {
            throw new InvalidOperationException($"What is not damaged was refused: {complaint.Message}", complaint);
        }

        return _oracle.IsWhole ? "whole"
            : _oracle.IsDamaged ? "damaged"
            : _oracle.IsDisplaced ? "displaced"
            : _oracle.IsTorn ? "torn" : "shorter";
    }

    private async Task<string> WriteAsync(ISessionStore store)
    {
        try
        {
            await new SessionManager(store).AppendMessageAsync(original.Id, NewMessage.User("after it was spoilt"));
        }
        catch (SessionNotFoundException) when (_oracle.Commits == 0 && !_oracle.IsDamaged)
        {
            return "";
        }
        catch (SessionDamagedException damage) when (_oracle.IsDamaged || _oracle.IsDisplaced)
        {
            CheckLocation(damage);
            if (!Spoilt().SequenceEqual(bytes))
            {
                throw new InvalidOperationException("A refused commit changed the damaged file.");
            }

            return "";
        }

        // Damage that lies before the last snapshot keeps nobody from going on; it must still be there.
        var kept = _oracle.IsTorn ? bytes.AsSpan(0, bytes.Length - _oracle.Rest.Length) : bytes;
        var now = Spoilt();
        if (!now.AsSpan().StartsWith(kept) || now.Length <= kept.Length)
        {
            throw new InvalidOperationException("A commit was not appended to what was there.");
        }

        if (_oracle.IsTorn && !KeptBeside().Any(rest => rest.AsSpan().SequenceEqual(_oracle.Rest)))
        {
            throw new InvalidOperationException("The torn tail was cut, and its bytes are not beside.");
        }

        return _oracle.IsDamaged ? ", before the last snapshot" : "";
    }

    private async Task<SessionDamagedException?> DamagedOrAsync(Func<Task> read)
    {
        try
        {
            await read();
            return null;
        }
        catch (SessionDamagedException damage)
        {
            CheckLocation(damage);
            return damage;
        }
    }

    private void CheckLocation(SessionDamagedException damage)
    {
        var line = LineNumber().Match(damage.Location);
        if (damage.SessionId != original.Id || !damage.Location.Contains(original.Path) || !line.Success)
        {
            throw new InvalidOperationException($"The error does not say where: {damage.Message}");
        }

        var number = int.Parse(line.Groups[1].Value);
        if ((_oracle.IsDamaged && number <= _oracle.IntactLines) || number > _oracle.LineCount)
        {
            throw new InvalidOperationException(
                $"Line {number} is told to be damaged, where the first {_oracle.IntactLines} of {_oracle.LineCount} are not.");
        }
    }

    private void CompareView(Session? view)
    {
        if (view is null)
        {
            if (_oracle.Commits > 0 || _oracle.IsDamaged)
            {
                throw new InvalidOperationException("The session is not found.");
            }
        }
        else if (view.Incarnation != original.View.Incarnation || !IsPrefix(view.Version))
        {
            throw new InvalidOperationException($"The view has version {view.Version} of {original.View.Version}.");
        }
        else if (view.Version == original.View.Version && (view.Messages != original.View.Messages || view.State.Count != original.View.State.Count))
        {
            throw new InvalidOperationException("The view holds something else.");
        }
    }

    private void CompareLog(LogPage? page)
    {
        var commits = page?.Commits ?? [];
        if (page is { DroppedThrough: not 0 } || !IsPrefix(commits.Count == 0 ? 0 : commits[^1].LastVersion))
        {
            throw new InvalidOperationException($"The log has {commits.Count} of {original.Commits.Count} commits.");
        }

        for (var i = 0; i < commits.Count; i++)
        {
            if (commits[i].Id != original.Commits[i].Id || commits[i].FirstVersion != original.Commits[i].FirstVersion)
            {
                throw new InvalidOperationException($"Commit {i} is another one.");
            }
        }
    }

    private void CompareRest(LogPage? page, long after)
    {
        var commits = page?.Commits ?? [];
        var written = original.Commits.Where(commit => commit.LastVersion > after).Take(commits.Count).Select(commit => commit.Id);
        if (!commits.Select(commit => commit.Id).SequenceEqual(written))
        {
            throw new InvalidOperationException($"What follows version {after} is something else.");
        }

        if (!_oracle.IsDamaged && commits.Count == 0 && LastIntact() > after)
        {
            throw new InvalidOperationException($"Nothing follows version {after}.");
        }
    }

    private void CompareMessages(IReadOnlyList<Message>? messages)
    {
        var written = original.Commits.SelectMany(commit => commit.Events).OfType<MessageAppended>()
            .Select(appended => appended.Message).Where(message => message.Chat == Chat.Main).ToDictionary(message => message.Ordinal);
        var last = 0L;
        foreach (var message in messages ?? [])
        {
            if (!written.TryGetValue(message.Ordinal, out var known) || known.Content != message.Content || (last > 0 && message.Ordinal != last + 1))
            {
                throw new InvalidOperationException($"Message {message.Ordinal} behind {last} is another one.");
            }

            last = message.Ordinal;
        }

        var expected = written.Values.LastOrDefault(message => message.Version <= LastIntact())?.Ordinal ?? 0;
        if (!_oracle.IsDamaged && last != expected)
        {
            throw new InvalidOperationException($"The newest message is {last}, and was {expected}.");
        }
    }

    /// <summary>Whether a version is that of the last whole commit, or, where something follows that is damaged, one that was written.</summary>
    private bool IsPrefix(long version) => _oracle.IsDamaged
        ? original.Commits.Any(commit => commit.LastVersion == version)
        : version == LastIntact();

    private long LastIntact() => _oracle.Commits == 0 ? 0 : original.Commits[Math.Min(_oracle.Commits, original.Commits.Count) - 1].LastVersion;

    private byte[] Spoilt() => File.Exists(original.Path) ? File.ReadAllBytes(original.Path) : [];

    private IEnumerable<byte[]> KeptBeside() => Directory
        .EnumerateFiles(Path.GetDirectoryName(original.Path)!, $"{original.Id}.torn-*").Select(File.ReadAllBytes);

    [GeneratedRegex("line ([0-9]+)")]
    private static partial Regex LineNumber();
}
