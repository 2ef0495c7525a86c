using Sessions.Events;
using Sessions.Stores;
using Sessions.TestProcess.Torture;

namespace Sessions.Tests.Processes;

/// <summary>What the log of one tortured session says, folded a second time and by other means than the library's.</summary>
internal sealed class SessionTruth(string id, Action<string> fault)
{
    private const int LinkWindow = 1000;

    private readonly Dictionary<long, CommitId> _commits = [];
    private readonly HashSet<CommitId> _ids = [];
    private readonly Dictionary<string, (string Value, long Version)> _state = [];
    private readonly Dictionary<string, List<Message>> _chats = [];
    private readonly Dictionary<string, long> _links = [];
    private long _keyed;
    private long _counter;
    private long _expected;

    public long Version { get; private set; }

    public long CommitCount => _commits.Count;

    public Dictionary<Mark, List<Place>> Marks { get; } = [];

    /// <summary>The commit that begins with a version.</summary>
    public CommitId? CommitAt(long version) => _commits.TryGetValue(version, out var commit) ? commit : null;

    public void Add(Commit commit)
    {
        if (commit.FirstVersion != Version + 1)
        {
            fault($"{id}: version {commit.FirstVersion} follows {Version}");
        }

        Version = commit.LastVersion;
        _commits[commit.FirstVersion] = commit.Id;
        if (!_ids.Add(commit.Id))
        {
            fault($"{id}: commit {commit.Id} is there twice");
        }

        for (var i = 0; i < commit.Events.Count; i++)
        {
            if (commit.Events[i].Version != commit.FirstVersion + i)
            {
                fault($"{id}: event {i} of the commit at {commit.FirstVersion} has version {commit.Events[i].Version}");
            }
        }

        if (commit.FirstVersion > 1)
        {
            AddMarked(commit);
        }
        else if (commit.Events is not [SessionCreated])
        {
            fault($"{id}: does not begin with its creation");
        }
    }

    public void CompareView(Session view)
    {
        Same("version", view.Version, Version);
        Same("messages", view.Messages.Total, _chats.Values.Sum(chat => chat.Count));
        Same("invocations", view.Invocations.Count, _links.Count);
        Same("state keys", view.State.Count, _state.Count);
        foreach (var (key, (value, version)) in _state)
        {
            if (!view.State.TryGetValue(key, out var entry) || entry.Value.ToString() != value || entry.Version != version)
            {
                fault($"{id}: the view has not {key} = {value} of version {version}");
            }
        }
    }

    public void CompareMessage(Message message, long ordinal)
    {
        if (message.Ordinal != ordinal || !_chats.TryGetValue(message.Chat, out var chat) || ordinal > chat.Count)
        {
            fault($"{id}: message {message.Ordinal} of {message.Chat} stands where {ordinal} should");
        }
        else if (chat[(int)ordinal - 1] is var known && (known.Content != message.Content || known.Version != message.Version || known.Payload != message.Payload))
        {
            fault($"{id}: message {ordinal} of {message.Chat} reads otherwise than in the log");
        }
    }

    private void AddMarked(Commit commit)
    {
        var messages = commit.Events.OfType<MessageAppended>().Select(appended => appended.Message).ToArray();
        var states = commit.Events.OfType<StateChanged>().ToArray();
        if (messages.Length == 0 || !Mark.TryParse(messages[0].Content, out var mark) || states.Length != (mark.Kind == CommitShape.Plain ? 0 : 1))
        {
            fault($"{id}: the commit at {commit.FirstVersion} is not one that anybody made");
            return;
        }

        _keyed += commit.IdempotencyKey is null ? 0 : 1;
        (Marks.TryGetValue(mark, out var places) ? places : Marks[mark] = []).Add(new Place(commit.FirstVersion, _keyed));
        var links = commit.Events.OfType<InvocationLinked>().ToArray();
        if (messages.Length != mark.Messages
            || commit.Events.Count != messages.Length + states.Length + links.Length
            || commit.IdempotencyKey != (mark.Kind == CommitShape.Keyed ? mark.ToString() : null))
        {
            fault($"{id}: {mark} is half there, at {commit.FirstVersion}");
        }

        AddMessages(mark, messages);
        foreach (var state in states)
        {
            AddState(mark, state);
        }

        AddLinks(mark, links);
    }

    private void AddMessages(Mark mark, Message[] messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages[i];
            var chat = _chats.TryGetValue(message.Chat, out var known) ? known : _chats[message.Chat] = [];
            chat.Add(message);
            if (message.Ordinal != chat.Count)
            {
                fault($"{id}: {mark}: message {i} has ordinal {message.Ordinal} in {message.Chat}, where {chat.Count} was next");
            }

            if (message.Content != mark.ContentOf(i) || message.Chat != mark.ChatOf(i) || message.Payload?.AsString() != (mark.Kind == CommitShape.Plain ? null : mark.ToString()))
            {
                fault($"{id}: {mark}: message {i} is not what was written");
            }
        }
    }

    private void AddState(Mark mark, StateChanged state)
    {
        var wanted = new Dictionary<string, string> { ["last"] = $"\"{mark}\"", [mark.TaskKey] = $"\"{mark}\"" };
        if (mark.Kind == CommitShape.Expected)
        {
            wanted["expected"] = $"{++_expected}";
        }
        else if (mark.Kind != CommitShape.Keyed)
        {
            wanted["counter"] = $"{++_counter}";
        }

        if (state.Removed.Count > 0 || state.Set.Count != wanted.Count)
        {
            fault($"{id}: {mark} sets {string.Join(", ", state.Set.Keys)}");
        }

        foreach (var (key, value) in wanted)
        {
            _state[key] = (value, state.Version);
            if (!state.Set.TryGetValue(key, out var set) || set.ToString() != value)
            {
                fault($"{id}: {mark} sets {key} to {set}, where {value} was next");
            }
        }
    }

    private void AddLinks(Mark mark, InvocationLinked[] links)
    {
        if (mark.Kind == CommitShape.Linked ? links.All(link => link.Invocation.Id != mark.Invocation) : links.Length > 0)
        {
            fault($"{id}: {mark} links {links.Length} invocations");
        }

        foreach (var link in links)
        {
            if (_links.TryGetValue(link.Invocation.Id, out var at) && _links.Count - at < LinkWindow)
            {
                fault($"{id}: invocation {link.Invocation.Id} is linked twice");
            }

            _links[link.Invocation.Id] = _links.Count;
        }
    }

    private void Same(string what, long found, long expected)
    {
        if (found != expected)
        {
            fault($"{id}: the view has {found} {what}, the log {expected}");
        }
    }

    /// <summary>Where a mark was found: its version, and how many keyed commits there were by then.</summary>
    internal readonly record struct Place(long Version, long Keyed);
}
