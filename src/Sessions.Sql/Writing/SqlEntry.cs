namespace Sessions.Sql;

/// <summary>One session as this process knows it, and those who stand in line to change it: one at a time is at work on it.</summary>
internal sealed class SqlEntry(SessionKey key, string row)
{
    private readonly Lock _lock = new();
    private List<SqlOperation> _waiting = [];
    private SqlKnown? _known;
    private bool _isBusy;
    private TaskCompletionSource? _signal;

    public SessionKey Key => key;

    public string Row => row;

    /// <summary>What it was when this process last saw it; null where nothing is known.</summary>
    public SqlKnown? Known
    {
        get => Volatile.Read(ref _known);
        set => Volatile.Write(ref _known, value);
    }

    /// <summary>What is known of its earlier commits. Only who is at work on the session may ask.</summary>
    public SqlMemory Memory { get; private set; } = new(null);

    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return !_isBusy;
            }
        }
    }

    /// <summary>Completes when the session may have changed.</summary>
    public Task NextChange
    {
        get
        {
            lock (_lock)
            {
                return (_signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Says that the session may have changed.</summary>
    public void Signal()
    {
        lock (_lock)
        {
            _signal?.SetResult();
            _signal = null;
        }
    }

    /// <summary>What is known of the earlier commits of a session that stands so; a new memory where that cannot be of any use.</summary>
    public SqlMemory MemoryOf(SqlKnown? known)
    {
        if (known is null || known.View.Incarnation != Memory.Incarnation)
        {
            Memory = new SqlMemory(known?.View.Incarnation);
        }

        return Memory;
    }

    /// <summary>What was known was of commits that are not there.</summary>
    public void ForgetMemory() => Memory = new SqlMemory(null);

    /// <summary>Puts an operation in line.</summary>
    /// <returns>Whether nobody is at work, so that the caller has to be.</returns>
    public bool Enter(SqlOperation operation)
    {
        lock (_lock)
        {
            _waiting.Add(operation);
            if (_isBusy)
            {
                return false;
            }

            _isBusy = true;
            return true;
        }
    }

    /// <summary>Ends the work where nobody stands in line.</summary>
    public bool TryLeave()
    {
        lock (_lock)
        {
            _isBusy = _waiting.Count > 0;
            return !_isBusy;
        }
    }

    /// <summary>All who stand in line; null where nobody does, and then nobody is at work any more.</summary>
    public List<SqlOperation>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isBusy = false;
                return null;
            }

            var all = _waiting;
            _waiting = [];
            return all;
        }
    }

    /// <summary>Somebody read the session: it is known, unless who is at work on it knows better.</summary>
    public void Learn(SqlKnown known)
    {
        lock (_lock)
        {
            if (_known is null || (!_isBusy && _known.Revision != known.Revision))
            {
                _known = known;
            }
        }
    }
}
