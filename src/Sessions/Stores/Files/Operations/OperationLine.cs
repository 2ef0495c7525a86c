namespace Sessions.Stores.Files;

/// <summary>Operations one behind the other. Each stands in one line at a time.</summary>
internal struct OperationLine
{
    private LogOperation? _first;
    private LogOperation? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(LogOperation operation)
    {
        operation.Next = null;
        _last = _last is null ? _first = operation : _last.Next = operation;
    }

    public void Add(OperationLine others)
    {
        if (_last is null)
        {
            this = others;
        }
        else if (!others.IsEmpty)
        {
            _last.Next = others._first;
            _last = others._last;
        }
    }

    public LogOperation? Take()
    {
        var operation = _first;
        if (operation is not null)
        {
            _first = operation.Next;
            _last = _first is null ? null : _last;
        }

        return operation;
    }

    /// <summary>The first of them, with the others behind it.</summary>
    public LogOperation? TakeAll()
    {
        var operation = _first;
        _first = _last = null;
        return operation;
    }
}
