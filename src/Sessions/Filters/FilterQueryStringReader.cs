namespace Sessions.Filters;

/// <summary>Reads filters from query strings. Whatever is wrong is a <see cref="FormatException"/> that says where.</summary>
internal sealed class FilterQueryStringReader(string query, IReadOnlySet<string> others)
{
    private const string Parameters = "user, status, tag, anyTag, channel, createdFrom, createdBefore, updatedFrom, updatedBefore, "
        + "metadata.KEY, where";

    private readonly List<SessionStatus> _statuses = [];
    private readonly List<string> _anyTags = [];
    private readonly List<string> _allTags = [];
    private readonly Dictionary<string, JsonText> _metadata = [];
    private readonly HashSet<string> _seen = [];
    private SessionFilter _filter = new();

    public SessionFilter Read()
    {
        var at = query.StartsWith('?') ? 1 : 0;
        foreach (var pair in query[at..].Split('&'))
        {
            if (pair.Length > 0)
            {
                Read(pair, at);
            }

            at += pair.Length + 1;
        }

        return _filter with
        {
            Statuses = _seen.Contains("status") ? _statuses : null,
            AllTags = _seen.Contains("tag") ? _allTags : null,
            AnyTags = _seen.Contains("anyTag") ? _anyTags : null,
            Metadata = _seen.Contains("metadata") ? _metadata : null,
        };
    }

    private void Read(string pair, int at)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var name = QueryStringText.Decode(equals < 0 ? pair : pair[..equals], at);
        if (others.Contains(name))
        {
            return;
        }

        var valueAt = at + (equals < 0 ? pair.Length : equals + 1);
        var value = equals < 0 ? "" : QueryStringText.Decode(pair[(equals + 1)..], valueAt);
        try
        {
            Take(name, value, at);
        }
        catch (FormatException error) when (error is not FilterFormatException)
        {
            throw QueryStringText.Wrong(valueAt, error.Message.TrimEnd('.'));
        }
    }

    private void Take(string name, string value, int at)
    {
        switch (name)
        {
            case "status":
                Several(name, value, _statuses, StatusNames.Parse);
                return;
            case "tag":
                Several(name, value, _allTags, static tag => tag);
                return;
            case "anyTag":
                Several(name, value, _anyTags, static tag => tag);
                return;
            case "metadata" when value.Length == 0:
                _seen.Add(name);
                return;
            case var _ when name.StartsWith(FilterQueryString.MetadataPrefix, StringComparison.Ordinal):
                _seen.Add("metadata");
                if (!_metadata.TryAdd(name[FilterQueryString.MetadataPrefix.Length..], JsonText.Parse(value)))
                {
                    throw QueryStringText.Wrong(at, "expected each key of the metadata once");
                }

                return;
            default:
                Single(name, value, at);
                return;
        }
    }

    private void Single(string name, string value, int at)
    {
        _filter = name switch
        {
            "user" => _filter with { UserId = value },
            "channel" => _filter with { Channel = OperandText.Channel(value) },
            "createdFrom" => _filter with { CreatedFrom = InstantForm.Parse(value) },
            "createdBefore" => _filter with { CreatedBefore = InstantForm.Parse(value) },
            "updatedFrom" => _filter with { UpdatedFrom = InstantForm.Parse(value) },
            "updatedBefore" => _filter with { UpdatedBefore = InstantForm.Parse(value) },
            "where" => _filter with { Where = SessionCondition.Parse(value) },
            _ => throw QueryStringText.Wrong(at, $"expected one of {Parameters}"),
        };
        if (!_seen.Add(name))
        {
            throw QueryStringText.Wrong(at, $"expected {name} once");
        }
    }

    private void Several<T>(string name, string value, List<T> values, Func<string, T> read)
    {
        _seen.Add(name);
        if (value.Length > 0)
        {
            values.Add(read(value));
        }
    }
}
