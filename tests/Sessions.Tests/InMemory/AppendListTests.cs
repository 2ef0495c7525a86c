using FluentAssertions;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.InMemory;

public sealed class AppendListTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 64)]
    [InlineData(0, 65)]
    [InlineData(7, 1000)]
    public void What_was_appended_is_read_back_whole_and_in_parts(long first, int count)
    {
        var list = Filled(first, count);
        list.First.Should().Be(first);
        list.End.Should().Be(first + count);
        foreach (var (from, length) in ((int, int)[])[(0, count), (count - 1, 1), (count / 3, count / 2), (count, 0)])
        {
            Read(list, first + from, length).Should().Equal(Enumerable.Range(from, length).Select(i => first + i));
        }
    }

    [Theory]
    [InlineData(0, 64, 64, 64)]
    [InlineData(0, 200, 130, 128)]
    [InlineData(10, 200, 137, 74)]
    [InlineData(0, 40, 30, 0)]
    public void Only_whole_chunks_are_forgotten(long first, int count, long before, long expected)
    {
        var list = Filled(first, count);
        list.DropBefore(before);
        list.First.Should().Be(expected);
        list.TryCopy(expected - 1, new long[1]).Should().BeFalse();
        Read(list, expected, (int)(list.End - expected)).Should().Equal(Range(expected, list.End));
        Append(list, 100);
        Read(list, expected, (int)(list.End - expected)).Should().Equal(Range(expected, list.End));
    }

    [Fact]
    public void What_was_forgotten_is_not_kept_in_memory()
    {
        var list = new AppendList<object>();
        var gone = AppendAndForget(list);
        GC.Collect();
        gone.IsAlive.Should().BeFalse();
        GC.KeepAlive(list);
    }

    [Fact]
    public async Task Readers_beside_the_writer_find_all_that_was_published()
    {
        for (var round = 0; round < 200; round++)
        {
            var list = new AppendList<long>();
            var published = 0L;
            var reader = Task.Run(() =>
            {
                for (var seen = 0L; seen < 300;)
                {
                    seen = Volatile.Read(ref published);
                    var items = new long[seen];
                    if (!list.TryCopy(0, items) || items.Index().Any(static pair => pair.Item != pair.Index))
                    {
                        return seen;
                    }
                }

                return -1;
            });
            for (var i = 0; i < 300; i++)
            {
                list.Add(i);
                Volatile.Write(ref published, i + 1);
            }

            (await reader).Should().Be(-1, "that is where a reader found something else");
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference AppendAndForget(AppendList<object> list)
    {
        var first = new object();
        list.Add(first);
        for (var i = 0; i < 64; i++)
        {
            list.Add("");
        }

        list.DropBefore(64);
        return new WeakReference(first);
    }

    private static AppendList<long> Filled(long first, int count)
    {
        var list = new AppendList<long>(first);
        Append(list, count);
        return list;
    }

    private static void Append(AppendList<long> list, int count)
    {
        for (var i = 0; i < count; i++)
        {
            list.Add(list.End);
        }
    }

    private static long[] Read(AppendList<long> list, long from, int length)
    {
        var items = new long[length];
        list.TryCopy(from, items).Should().BeTrue();
        return items;
    }

    private static IEnumerable<long> Range(long from, long end) => Enumerable.Range(0, (int)(end - from)).Select(i => from + i);
}
