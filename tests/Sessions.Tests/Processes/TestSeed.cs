using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>Where randomness comes from: <c>SESSIONS_TEST_SEED</c>, or by chance. It is printed either way.</summary>
internal static class TestSeed
{
    /// <summary>Whether the long versions run: <c>SESSIONS_LONG_TESTS=1</c>.</summary>
    public static bool Long { get; } = Environment.GetEnvironmentVariable("SESSIONS_LONG_TESTS") == "1";

    /// <summary>A partition whose name has no place in a key as it stands: it is long, and nothing in it is safe.</summary>
    public static string HardPartition { get; } = $"north/'; -- %_\\ \0 \u0001 \uFDD0 Ü{new string('ß', 200)}";

    /// <summary>Where conformance is proven: in the empty partition, or where the long versions run in another one.</summary>
    public static string Partition => Long ? HardPartition : "";

    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SESSIONS_TEST_SEED"), out var given) ? given : Random.Shared.Next(1, 1_000_000);
        output.WriteLine($"SESSIONS_TEST_SEED={seed}");
        return seed;
    }
}
