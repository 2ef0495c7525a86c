using System.Globalization;
using Sessions.Testing.Model;
using Xunit;

namespace Sessions.Testing;

// Random sequences of operations, beside a model so simple that it is plainly right.
public abstract partial class SessionStoreConformance
{
    /// <summary>How many random operations a run makes.</summary>
    protected virtual int RandomOperations => 400;

    [ConformanceTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(null)]
    public async Task Any_sequence_of_operations_does_what_the_model_says(int? seed)
    {
        var given = Environment.GetEnvironmentVariable("SESSIONS_TEST_SEED");
        var chosen = given is not null ? int.Parse(given, CultureInfo.InvariantCulture) : seed ?? Random.Shared.Next();
        Console.WriteLine($"Random operations with seed {chosen}; set SESSIONS_TEST_SEED to repeat them.");
        await new ModelRun(Store, Time, chosen).RunAsync(RandomOperations);
    }
}
