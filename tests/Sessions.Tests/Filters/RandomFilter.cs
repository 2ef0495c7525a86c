using Sessions.Testing.Model;

namespace Sessions.Tests.Filters;

/// <summary>Random filters of every shape, all of them valid.</summary>
internal sealed class RandomFilter(int seed)
{
    private static readonly DateTimeOffset[] Instants =
    [
        DateTimeOffset.MinValue.AddDays(1), DateTimeOffset.MaxValue.AddDays(-1), DateTimeOffset.UnixEpoch, new(2026, 2, 28, 23, 59, 59, 999, TimeSpan.FromHours(-11)),
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1234567),
    ];

    private readonly Random _random = new(seed);

    public SessionCondition Condition(int depth = 6)
    {
        var make = new RandomCondition(_random);
        while (true)
        {
            try
            {
                return make.Next(Instants, depth);
            }
            catch (ArgumentException error) when (error.Message.Contains("at most 256 parts", StringComparison.Ordinal) || error.Message.Contains("at most 1000 values", StringComparison.Ordinal))
            {
                depth--;
            }
        }
    }

    public SessionFilter Filter()
    {
        var make = new RandomCondition(_random);
        return new SessionFilter
        {
            UserId = Maybe(make.Text),
            Statuses = Maybe(() => List(() => (SessionStatus)_random.Next(5))),
            AnyTags = Maybe(() => List(make.Text)),
            AllTags = Maybe(() => List(make.Text)),
            Channel = _random.Next(3) == 0 ? make.Pick([Channel.Api, Channel.Default, new Channel("a.b-c_d")]) : default(Channel?),
            CreatedFrom = Instant(0),
            CreatedBefore = Instant(1),
            UpdatedFrom = Instant(2),
            UpdatedBefore = Instant(3),
            Metadata = Maybe(() => List(make.Key).Distinct().ToDictionary(key => key, _ => make.Value())),
            Where = Maybe(() => Condition(4)),
        };
    }

    private DateTimeOffset? Instant(int index) => _random.Next(2) == 0 ? Instants[index] : null;

    private T? Maybe<T>(Func<T> make)
        where T : class => _random.Next(2) == 0 ? make() : null;

    private T[] List<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];
}
