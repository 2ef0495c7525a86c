namespace Sessions.Tests.Stores.FileSystem;

/// <summary>Commits of all kinds that projections tell of, the same for the same seed.</summary>
internal sealed class RandomWork(int seed)
{
    private static readonly string[] Chats = ["main", "side", "Ä 🙂"];
    private static readonly string[] Tools = ["search", "a/b", "CON", "Search"];

    private readonly Random _random = new(seed);
    private int _invocations;

    public int Next(int below) => _random.Next(below);

    public void Fill(SessionUpdate update)
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            switch (_random.Next(12))
            {
                case < 6:
                    update.AppendMessage(Message(), Chats[_random.Next(Chats.Length)]);
                    break;
                case < 9:
                    update.LinkInvocation(Invocation());
                    break;
                case 9 when _random.Next(4) == 0:
                    update.ClearConversation(Chats[_random.Next(Chats.Length)]);
                    break;
                case 10:
                    update.SetTags($"tag{_random.Next(5)}");
                    break;
                default:
                    update.SetState($"key{_random.Next(5)}", JsonText.Parse("{\"n\": " + _random.Next(100) + ",\n\"x\":\"ü\"}"));
                    break;
            }
        }
    }

    private NewMessage Message() => _random.Next(4) switch
    {
        0 => NewMessage.User("line\nbreak \"quoted\" \\ ü 🙂"),
        1 => NewMessage.Tool("search", "result", "call"),
        2 => new NewMessage(MessageRole.Assistant, null) { Payload = JsonText.Parse("{\n \"deep\": [1, 2]\r\n}") },
        _ => new NewMessage(MessageRole.System, new string('s', _random.Next(2000))) { Payload = JsonText.Parse("[1,  2]") },
    };

    private Invocation Invocation()
    {
        var number = ++_invocations;
        var id = _random.Next(5) switch
        {
            0 => $"Call-{number}",
            1 => $"call/{number}",
            2 => new string('x', 200) + number,
            _ => $"call-{number}",
        };
        return new Invocation(id, Tools[_random.Next(Tools.Length)])
        {
            Directory = _random.Next(3) == 0 ? $"own/{number}" : null,
            Duration = TimeSpan.FromTicks(_random.Next(1_000_000)),
            Outcome = (InvocationOutcome)_random.Next(3),
        };
    }
}
