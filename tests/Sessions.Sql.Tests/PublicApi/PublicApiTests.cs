using Sessions.Tests.PublicApi;
using Xunit;

namespace Sessions.Sql.Tests.PublicApi;

/// <summary>
/// What the packages with databases promise stands beside this, as <c>Sessions</c> does beside its own test. Run the tests with
/// SESSIONS_ACCEPT_API=1 to write the files anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Sessions.Sql")]
    [InlineData("Sessions.Sqlite")]
    [InlineData("Sessions.PostgreSql")]
    public void The_public_surface_is_the_one_that_was_reviewed(string assembly) => PublicSurface.ShouldBeReviewed(assembly);
}
