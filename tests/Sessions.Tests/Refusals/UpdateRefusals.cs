using System.Text.Json.Serialization.Metadata;

namespace Sessions.Tests.Refusals;

/// <summary>Every method of an update, called within a change that has a good part too.</summary>
internal static class UpdateRefusals
{
    private const string Half = "half \uD83D";

    private static readonly Dictionary<string, JsonText> Nothing = [];

    public static IEnumerable<Refusal> All => [.. Names(), .. Texts(), .. Nulls(), .. Others()];

    private static IEnumerable<Refusal> Names()
    {
        (string What, string Words, Action<SessionUpdate, string> Change)[] names =
        [
            ("SetState", "A state key", (u, name) => u.SetState(name, 1)),
            ("SetState several", "A state key", (u, name) => u.SetState([KeyValuePair.Create(name, JsonText.Null)])),
            ("RemoveState", "A state key", (u, name) => u.RemoveState(name)),
            ("ChangeState", "A state key", (u, name) => u.ChangeState(name, _ => 1)),
            ("SetTags", "A tag", (u, name) => u.SetTags(name)),
            ("SetMetadata", "A metadata key", (u, name) => u.SetMetadata(name, 1)),
            ("RemoveMetadata", "A metadata key", (u, name) => u.RemoveMetadata(name)),
            ("MergeMetadata removing", "A metadata key", (u, name) => u.MergeMetadata(Nothing, name)),
            ("SetPreference", "A preference key", (u, name) => u.SetPreference(name, 1)),
            ("RemovePreference", "A preference key", (u, name) => u.RemovePreference(name)),
            ("MergePreferences removing", "A preference key", (u, name) => u.MergePreferences(Nothing, name)),
            ("BindMemoryPool", "A pool name", (u, name) => u.BindMemoryPool(name)),
            ("AppendMessage", "A chat", (u, name) => u.AppendMessage(NewMessage.User("x"), name)),
            ("AppendMessages", "A chat", (u, name) => u.AppendMessages([NewMessage.User("x")], name)),
            ("ClearConversation", "A chat", (u, name) => u.ClearConversation(name)),
            ("LinkInvocation", "An invocation id", (u, name) => u.LinkInvocation(new Invocation(name, "t"))),
            ("LinkInvocation of a tool", "A tool name", (u, name) => u.LinkInvocation(new Invocation("i", name))),
            ("AddEvent", "An event name", (u, name) => u.AddEvent(name)),
        ];
        foreach (var (what, words, change) in names)
        {
            yield return Refusal.Update<ArgumentException>($"{what}: empty", $"{words} is a text of 1 to 256 characters; this one has 0.", u => change(u, ""));
            yield return Refusal.Update<ArgumentException>($"{what}: too long", $"{words} is a text of 1 to 256 characters; this one has 257.", u => change(u, new string('x', 257)));
            yield return Refusal.Update<ArgumentException>($"{what}: half a character", "half a surrogate pair (U+D83D) at index 5", u => change(u, Half));
            yield return Refusal.Update<ArgumentNullException>($"{what}: null", $"{words} is a text of 1 to 256 characters; this one is null.", u => change(u, null!));
        }
    }

    private static IEnumerable<Refusal> Texts()
    {
        (string What, Action<SessionUpdate, string> Change)[] texts =
        [
            ("SetDisplayName", (u, text) => u.SetDisplayName(text)),
            ("SetPurpose", (u, text) => u.SetPurpose(text)),
            ("Pause", (u, text) => u.Pause(text)),
            ("Complete", (u, text) => u.Complete(text)),
            ("Fail", (u, text) => u.Fail(text)),
            ("Abandon", (u, text) => u.Abandon(text)),
            ("Reopen", (u, text) => u.Reopen(text)),
            ("BeginTransition", (u, text) => u.BeginTransition(Channel.Cli, text)),
            ("AppendMessage", (u, text) => u.AppendMessage(NewMessage.User(text))),
            ("a directory", (u, text) => u.LinkInvocation(new Invocation("i", "t") { Directory = text })),
            ("a string in the state", (u, text) => u.SetState("a", text)),
        ];
        foreach (var (what, change) in texts)
        {
            yield return Refusal.Update<ArgumentException>($"{what}: text cut in half", "half a surrogate pair (U+D83D) at index 5; cut texts between whole characters.", u => change(u, Half));
        }
    }

    private static IEnumerable<Refusal> Nulls()
    {
        (string What, string Parameter, Action<SessionUpdate> Change)[] nulls =
        [
            ("SetState", "values", u => u.SetState(null!)),
            ("SetState of a type", "typeInfo", u => u.SetState("a", 1, (JsonTypeInfo<int>)null!)),
            ("SetState to a null string", "value", u => u.SetState("a", (string)null!)),
            ("ChangeState", "change", u => u.ChangeState("a", null!)),
            ("SetTags", "tags", u => u.SetTags((IEnumerable<string>)null!)),
            ("MergeMetadata", "set", u => u.MergeMetadata(null!)),
            ("MergeMetadata removing", "remove", u => u.MergeMetadata(Nothing, (IEnumerable<string>)null!)),
            ("MergePreferences", "set", u => u.MergePreferences(null!)),
            ("MergePreferences removing", "remove", u => u.MergePreferences(Nothing, (IEnumerable<string>)null!)),
            ("AppendMessages", "messages", u => u.AppendMessages(null!)),
            ("LinkInvocation", "invocation", u => u.LinkInvocation(null!)),
        ];
        foreach (var (what, parameter, change) in nulls)
        {
            yield return Refusal.Update<ArgumentNullException>($"{what} of nothing", $"(Parameter '{parameter}')", change);
        }
    }

    private static IEnumerable<Refusal> Others()
    {
        yield return Refusal.Update<ArgumentException>("message of nothing", "A message has content or a payload; this one has neither.", u => u.AppendMessage(default));
        yield return Refusal.Update<ArgumentException>("second message of nothing", "A message has content or a payload", u => u.AppendMessages([NewMessage.User("x"), default]));
        yield return Refusal.Update<ArgumentOutOfRangeException>("usage below zero", "Token counts and costs are zero or more.", u => u.RecordUsage(new TokenUsage(0, -1)));
        yield return Refusal.Update<ArgumentOutOfRangeException>("idle timeout of nothing", "An idle timeout is at least one millisecond; for \"none\" leave it null.", u => u.SetExpiry(TimeSpan.Zero));
        yield return Refusal.Update<ArgumentOutOfRangeException>("end in the past", "The end of a session lies in the future", u => u.SetExpiry(null, default(DateTimeOffset)));
        yield return Refusal.Update<ArgumentException>("channel to switch to", "A channel is 1 to 64 characters", u => u.BeginTransition("A B"));
        yield return Refusal.Update<SessionStatusException>("message after completion", "is completed and refuses changes. Reopen it first.", u => u.Complete().AppendMessage(NewMessage.User("x")));
        yield return Refusal.Update<SessionStatusException>("paused twice", "is paused and refuses", u => u.Pause().Pause());
        yield return Refusal.Update<SessionLimitException>("one chat too many", "has 256 chats, the most it can have. Use one of them, or another session.", Chats);
        yield return Refusal.Update<OverflowException>("durations beyond what is countable", "A session's invocations last up to", u => u
            .LinkInvocation(new Invocation("a", "t") { Duration = TimeSpan.MaxValue })
            .LinkInvocation(new Invocation("b", "t") { Duration = TimeSpan.FromMilliseconds(1) }));
        yield return Refusal.Update<OverflowException>("cost beyond what is countable", "Check what is recorded, or go on in another session.", u => u
            .RecordUsage(new TokenUsage(0, 0) { Cost = decimal.MaxValue })
            .RecordUsage(new TokenUsage(0, 0) { Cost = 1 }));
        yield return Refusal.Update<InvalidOperationException>("failure of the app's own", "The app changed its mind.", _ => throw new InvalidOperationException("The app changed its mind."));

        static void Chats(SessionUpdate update)
        {
            for (var i = 0; i <= Session.MaxChats; i++)
            {
                update.AppendMessage(NewMessage.User("x"), $"chat {i}");
            }
        }
    }
}
