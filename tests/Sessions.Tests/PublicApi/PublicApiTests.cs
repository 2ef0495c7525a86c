using Xunit;

namespace Sessions.Tests.PublicApi;

/// <summary>
/// The public surface is a promise for years: it stands in a file that is reviewed, and a change that is meant changes the
/// file too. Run the tests with SESSIONS_ACCEPT_API=1 to write the file anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Sessions")]
    public void The_public_surface_is_the_one_that_was_reviewed(string assembly) => PublicSurface.ShouldBeReviewed(assembly);
}
