using Sessions.Events;

namespace Sessions.Stores.FileSystem;

/// <summary>Writes what is missing in the projections of one session up to one view.</summary>
internal sealed class ProjectionRun : IDisposable
{
    private readonly ProjectionPaths _paths;
    private readonly ProjectionPlan _plan;
    private readonly Session _view;
    private readonly HistoryRoot _history;
    private readonly ConversationFile _conversation;
    private readonly InvocationsFile _invocations;
    private readonly InvocationLinks _links;

    public ProjectionRun(
        ProjectionPaths paths, ProjectionPlan plan, ProjectionMark? mark, Session view, HistoryRoot history, bool symbolicLinks)
    {
        _paths = paths;
        _plan = plan;
        _view = view;
        _history = history;
        _conversation = new ConversationFile(
            paths.Conversation, anew: plan.Conversation == 0, mark?.ConversationFile ?? FileStamp.None);
        _invocations = new InvocationsFile(
            paths.Invocations, anew: plan.Invocations == 0, mark?.InvocationsFile ?? FileStamp.None, mark?.Invocations ?? 0);
        _links = new InvocationLinks(paths.Links, history, view.Key, symbolicLinks);
        if (plan.Links == 0)
        {
            _links.BeginAnew();
        }
    }

    /// <summary>Takes in one commit. What happened after the view is left to the next run, so that all files tell of one version.</summary>
    public void Add(Commit commit)
    {
        foreach (var change in commit.EventArray)
        {
            if (change.Version > _view.Version)
            {
                return;
            }

            switch (change)
            {
                case MessageAppended { Message: var message } when change.Version > _plan.Conversation && IsThere(message):
                    _conversation.Add(message);
                    break;
                case InvocationLinked linked:
                    Add(linked);
                    break;
            }
        }
    }

    /// <summary>Ends the files and writes the mark.</summary>
    /// <exception cref="SessionStoreUnavailableException">A link could not be made; all else is written.</exception>
    public void Complete(long logLength, string historyWay)
    {
        _conversation.Complete();
        _invocations.Complete();
        _links.Complete(any: _view.Invocations.Count > 0);
        if (_plan.Metadata)
        {
            MetadataFile.Write(_paths.Metadata, _view);
        }

        new ProjectionMark(_view.Key, _view.Incarnation, _view.Version)
        {
            LastUsed = _view.LastUsedTicks,
            LogLength = logLength,
            Cleared = ProjectionMark.ClearedIn(_view),
            Invocations = _invocations.Count,
            History = historyWay,
            MetadataFile = FileStamp.Of(_paths.Metadata),
            ConversationFile = FileStamp.Of(_paths.Conversation),
            InvocationsFile = FileStamp.Of(_paths.Invocations),
            LinksFolder = _links.Failure is null ? FileStamp.OfFolder(_paths.Links) : FileStamp.None,
        }.Write(_paths.Mark);

        if (_links.Failure is { } failure)
        {
            throw new SessionStoreUnavailableException(
                $"Not every invocation of session \"{_view.Id}\" could be linked below \"{_history.Path}\": {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _conversation.Dispose();
        _invocations.Dispose();
    }

    private bool IsThere(Message message) =>
        _view.TryGetChat(message.Chat, out var chat) && message.Ordinal > chat.ClearedThrough;

    private void Add(InvocationLinked linked)
    {
        var invocation = linked.Invocation;
        var folder = FolderOf(invocation);
        if (linked.Version > _plan.Invocations)
        {
            _invocations.Add(invocation, folder ?? invocation.Directory, linked);
        }

        if (linked.Version > _plan.Links && folder is not null)
        {
            _links.Add(invocation, folder, linked);
        }
    }

    /// <summary>Null for a directory that was refused here, but not by whoever wrote the log: it had another history root.</summary>
    private string? FolderOf(Invocation invocation)
    {
        try
        {
            return _history.FolderOf(invocation);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
