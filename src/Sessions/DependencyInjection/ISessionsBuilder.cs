using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// What <c>AddSessions</c> returns. Everything that can be chosen is an extension method on it, in whichever package it comes.
/// </summary>
public interface ISessionsBuilder
{
    /// <summary>The services that sessions are added to.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The service key of a keyed registration, which is also the name of its options (<see cref="SessionsOptions"/>,
    /// <see cref="SessionsStorageOptions"/>); null for the one without a key.
    /// </summary>
    string? Key { get; }
}
