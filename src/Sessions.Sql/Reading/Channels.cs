namespace Sessions.Sql;

/// <summary>Channels by their names: there are few of them, and every row has one.</summary>
internal static class Channels
{
    [ThreadStatic]
    private static Channel _last;

    public static Channel Of(string name)
    {
        if (_last.Name != name)
        {
            _last = new Channel(name);
        }

        return _last;
    }
}
