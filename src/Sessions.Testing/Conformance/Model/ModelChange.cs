using System.Globalization;

namespace Sessions.Testing.Model;

/// <summary>One thing to ask of a session, of the real one and of the model.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">The key, chat, invocation or tag.</param>
/// <param name="Value">The value or content.</param>
internal sealed record ModelChange(string Kind, string Name, string Value)
{
    private static readonly string[] Kinds =
    [
        "set", "set", "set", "remove", "append", "append", "append", "append", "clear", "link", "link", "tags", "pause", "resume",
        "complete", "fail", "reopen", "reopen", "pin", "unpin", "custom",
    ];

    public static ModelChange Next(Random random) => new(
        Kinds[random.Next(Kinds.Length)],
        $"n{random.Next(4)}",
        random.Next(1000).ToString(CultureInfo.InvariantCulture));

    /// <summary>What may be compared when a key is repeated; links aside, which may come to nothing.</summary>
    public static ModelChange NextKeyed(Random random) => new(random.Next(2) == 0 ? "set" : "append", $"n{random.Next(2)}", $"{random.Next(2)}");

    public void Ask(SessionUpdate update) => _ = Kind switch
    {
        "set" => update.SetState(Name, JsonText.Parse(Value)),
        "remove" => update.RemoveState(Name),
        "append" => update.AppendMessage(NewMessage.User(Value), Name),
        "clear" => update.ClearConversation(Name),
        "link" => update.LinkInvocation(new Invocation(Name + Value[0], "tool")),
        "tags" => update.SetTags(Name, Value),
        "pause" => update.Pause(),
        "resume" => update.Resume(),
        "complete" => update.Complete(),
        "fail" => update.Fail(),
        "reopen" => update.Reopen(),
        "pin" => update.Pin(),
        "unpin" => update.Unpin(),
        _ => update.AddEvent(Name),
    };

    /// <summary>Makes the change on the model; false where the status does not allow it.</summary>
    /// <param name="session">The session, of which a refused commit is thrown away.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="now">The time.</param>
    /// <param name="joins">Whether the change before it in the same commit was one of the state as well: they are one event.</param>
    public bool Make(ModelSession session, string channel, DateTimeOffset now, bool joins)
    {
        // What is linked already is passed over, whatever the status: a repetition must not fail where the first had success.
        if (Kind == "link" && session.Linked.Contains(Name + Value[0]))
        {
            return true;
        }

        if (!IsAllowed(session))
        {
            return false;
        }

        if (!joins)
        {
            session.Version++;
            session.Kinds.Add(EventKind);
        }

        switch (Kind)
        {
            case "set":
                session.State[Name] = (Value, channel, session.Version);
                break;
            case "remove":
                session.State.Remove(Name);
                break;
            case "append":
                var chat = session.Chats.GetValueOrDefault(Name, ([], 0));
                chat.Item1.Add(Value);
                session.Chats[Name] = chat;
                break;
            case "clear" when session.Chats.TryGetValue(Name, out var cleared):
                session.Chats[Name] = (cleared.Messages, cleared.Messages.Count);
                break;
            case "link":
                session.Linked.Add(Name + Value[0]);
                break;
            case "tags":
                session.Tags = [.. new SortedSet<string>([Name, Value], StringComparer.Ordinal)];
                break;
            case "pause":
                session.Status = SessionStatus.Paused;
                break;
            case "resume" or "reopen":
                session.Status = SessionStatus.Active;
                session.FinishedAt = null;
                break;
            case "complete" or "fail":
                session.Status = Kind == "fail" ? SessionStatus.Failed : SessionStatus.Completed;
                session.FinishedAt = now;
                break;
            case "pin" or "unpin":
                session.Pinned = Kind == "pin";
                break;
        }

        return true;
    }

    public bool ChangesState => Kind is "set" or "remove";

    private string EventKind => Kind switch
    {
        "set" or "remove" => "state",
        "append" => "message",
        "clear" => "cleared",
        "link" => "invocation",
        "tags" => "details",
        "pin" or "unpin" => "pin",
        "custom" => "custom",
        _ => "status",
    };

    private bool IsAllowed(ModelSession session) => Kind switch
    {
        "pin" or "unpin" => true,
        "reopen" => session.IsFinished,
        "resume" => session.Status == SessionStatus.Paused,
        "append" or "clear" or "link" or "pause" => session.Status == SessionStatus.Active,
        _ => !session.IsFinished,
    };
}
