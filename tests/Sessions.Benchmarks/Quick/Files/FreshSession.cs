namespace Sessions.Benchmarks.Quick.Files;

/// <summary>A short session for each batch, under an id of its own: what was deleted under the same one would be part of the figure.</summary>
internal sealed class FreshSession(SessionManager manager)
{
    private int _number;

    public string Id { get; private set; } = "session-0";

    public void Renew()
    {
        if (_number > 0)
        {
            manager.DeleteAsync(Id).Now();
        }

        Id = $"session-{++_number}";
        manager.Begin(Id, 1);
    }
}
