using FluentAssertions;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class SummaryMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_what_a_dictionary_holds(int seed)
    {
        var random = new Random(seed);
        var map = new SummaryMap();
        var model = new Dictionary<SessionKey, Summary>();
        for (var step = 0; step < 20_000; step++)
        {
            var key = new SessionKey(random.Next(2) == 0 ? "" : "p", $"s{random.Next(500)}");
            if (random.Next(3) == 0)
            {
                map.Remove(key);
                model.Remove(key);
            }
            else
            {
                var summary = new Summary { Partition = key.Partition, Id = key.Id, Incarnation = "", Version = step };
                map.Set(summary);
                model[key] = summary;
            }

            map.Find(key).Should().BeSameAs(model.GetValueOrDefault(key), $"seed {seed}, step {step}");
        }

        map.Count.Should().Be(model.Count);
        map.ToHashSet().SetEquals(model.Values).Should().BeTrue($"seed {seed}");
        foreach (var (key, summary) in model)
        {
            map.Find(key).Should().BeSameAs(summary);
        }
    }
}
