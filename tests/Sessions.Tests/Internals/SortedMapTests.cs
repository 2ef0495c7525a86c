using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Internals;

public sealed class SortedMapTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 40)]
    [InlineData(3, 400)]
    public void Random_changes_leave_what_a_sorted_dictionary_holds(int seed, int names)
    {
        var random = new Random(seed);
        var map = SortedMap<int>.Empty;
        var model = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var step = 0; step < 4000; step++)
        {
            var key = $"key-{random.Next(names)}";
            if (random.Next(3) > 0 ^ step / 1000 % 2 == 1)
            {
                map = map.Set(key, step);
                model[key] = step;
            }
            else
            {
                map = map.Remove(key);
                model.Remove(key);
            }

            map.Count.Should().Be(model.Count, "of seed {0}, step {1}", seed, step);
            map.TryGetValue(key, out var value).Should().Be(model.TryGetValue(key, out var expected));
            value.Should().Be(expected);
        }

        map.Should().Equal(model, "of seed {0}", seed);
        foreach (var key in model.Keys.ToArray())
        {
            map = map.Remove(key);
        }

        map.Should().BeEmpty();
    }

    [Fact]
    public void A_change_leaves_the_map_it_was_made_from_as_it_was()
    {
        var map = Enumerable.Range(0, 100).Aggregate(SortedMap<int>.Empty, static (map, i) => map.Set($"key-{i:D3}", i));
        var before = map.ToArray();
        _ = map.Set("key-050", -1);
        _ = map.Set("key-new", -1);
        _ = map.Remove("key-050");
        map.Should().Equal(before);
    }
}
