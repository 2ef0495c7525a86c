using FluentAssertions.Equivalency;

namespace Sessions.Tests.Serialization;

internal static class RecordEquivalency
{
    public static EquivalencyAssertionOptions<T> Exactly<T>(EquivalencyAssertionOptions<T> options) => options
        .RespectingRuntimeTypes()
        .WithStrictOrdering()
        .ComparingByValue<JsonText>()
        .ComparingByValue<Channel>();
}
