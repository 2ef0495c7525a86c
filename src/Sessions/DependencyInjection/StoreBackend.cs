using Sessions.Stores;

namespace Sessions.DependencyInjection;

/// <summary>A kind of store that can be chosen by name.</summary>
/// <param name="Name">The name; case does not matter.</param>
/// <param name="Create">Makes the store.</param>
internal sealed record StoreBackend(string Name, Func<SessionStoreContext, ISessionStore> Create);
