namespace Sessions.Events;

/// <summary>Something of the app's own happened. It changes nothing in the view but its version.</summary>
public sealed class CustomEvent : SessionEvent
{
    internal CustomEvent(string name, JsonText data)
    {
        Name = name;
        Data = data;
    }

    /// <inheritdoc/>
    public override string Kind => "custom";

    /// <summary>The app's name for it.</summary>
    public string Name { get; }

    /// <summary>The app's data.</summary>
    public JsonText Data { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position)
    {
    }
}
