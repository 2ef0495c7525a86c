using System.Diagnostics.CodeAnalysis;

namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    /// <summary>The view, if it is at hand and nobody has written since: one byte of the file tells.</summary>
    public bool TryReadWarm([NotNullWhen(true)] out OpenLog? open, [NotNullWhen(true)] out Session? view)
    {
        open = Volatile.Read(ref _open);
        view = Volatile.Read(ref _view);
        if (open is null || view is null || open.Failure is not null)
        {
            return false;
        }

        try
        {
            return open.File.EndsAt(view.LogEnd) && ReferenceEquals(open, Volatile.Read(ref _open));
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The view as the file has it now. Takes no lock: what is not whole yet is not there yet.</summary>
    /// <exception cref="LineDamageException">A line does not read, which may be because somebody is just mending it.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed meanwhile.</exception>
    public LogReading Read()
    {
        if (TryReadWarm(out var open, out var view))
        {
            return new LogReading(open, view, IsPublished: true, IsOwn: false);
        }

        if (!TryEnter())
        {
            return ReadAlone();
        }

        try
        {
            if (_open is { IsLost: true })
            {
                Forget();
            }

            if (_open is not null)
            {
                CatchUpToRead();
            }

            if (_open is null)
            {
                OpenToRead();
            }

            return new LogReading(_open, _view, IsPublished: true, IsOwn: false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>What the owner of slot and lock sees, with everything written that was planned.</summary>
    public LogReading ReadUnderLock(in LogBatch batch) => new(_open, batch.View, IsPublished: true, IsOwn: false);

    /// <summary>Messages from memory alone; null when they are not all there.</summary>
    public static Message[]? TryReadTail(OpenLog open, Session view, in MessageRange range)
    {
        var index = view.IndexOfChat(range.Chat);
        if (index < 0)
        {
            return [];
        }

        var (first, last) = range.Within(view.Chats[index]);
        if (last < first)
        {
            return [];
        }

        return open.Tail.Holds(index, first) && new Message[last - first + 1] is var messages && open.Tail.TryRead(index, first, messages)
            ? messages
            : null;
    }

    /// <summary>Messages of the view that was read.</summary>
    public Message[] ReadMessages(in LogReading reading, in MessageRange range)
    {
        var (open, view) = (reading.Open!, reading.View!);
        if (reading.IsPublished && TryReadTail(open, view, range) is { } known)
        {
            return known;
        }

        var index = view.IndexOfChat(range.Chat);
        if (index < 0)
        {
            return [];
        }

        var chat = view.Chats[index];
        var (first, last) = range.Within(chat);
        if (last < first)
        {
            return [];
        }

        var read = LogMessages.Read(open.File, view, chat, first, last);
        if (last == chat.LastOrdinal)
        {
            Keep(reading, index, read);
        }

        return read;
    }

    /// <summary>While somebody else of this process is at work on the log: on a view of one's own, which nobody else sees.</summary>
    private LogReading ReadAlone()
    {
        if (Volatile.Read(ref _open) is { } open && Volatile.Read(ref _view) is { } view)
        {
            var fold = new LogFold(view, null);
            LogReader.Read(open.File, fold);
            if (fold.Seal is null && ReferenceEquals(open, Volatile.Read(ref _open)))
            {
                return new LogReading(open, fold.View, IsPublished: false, IsOwn: false);
            }
        }

        return ReadOwn();
    }

    private LogReading ReadOwn()
    {
        if (OpenFile(underLock: false) is not var (open, fold))
        {
            return default;
        }

        if (fold.Seal is null && fold.View is { } view)
        {
            return new LogReading(open, view, IsPublished: false, IsOwn: true);
        }

        open.File.Dispose();
        return default;
    }

    private void Keep(in LogReading reading, int chat, Message[] newest)
    {
        if (reading.IsOwn || !TryEnter())
        {
            return;
        }

        if (ReferenceEquals(_open, reading.Open) && _view is { } view)
        {
            _open!.Tail.Seed(chat, newest, view.Chats[chat].LastOrdinal);
        }

        Leave();
    }
}
