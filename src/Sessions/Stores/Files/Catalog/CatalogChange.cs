namespace Sessions.Stores.Files;

/// <summary>A change that is announced and not over. Dispose it exactly once.</summary>
internal readonly struct CatalogChange(OwnChange change, OwnChanges changes) : IDisposable
{
    /// <summary>As <see cref="ICatalog.Changed"/>, without looking the session up again.</summary>
    public void Changed(Session view) => changes.Tell(change, view);

    /// <inheritdoc/>
    public void Dispose() => changes.End(change);
}
