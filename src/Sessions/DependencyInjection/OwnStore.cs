using Sessions.Stores;

namespace Sessions.DependencyInjection;

/// <summary>A store that the app chose in code, for good.</summary>
/// <param name="Create">Makes it.</param>
/// <param name="Borrowed">Whether somebody else disposes of it.</param>
internal sealed record OwnStore(Func<SessionStoreContext, ISessionStore> Create, bool Borrowed);
