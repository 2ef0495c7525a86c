using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Sessions.Filters;

namespace Sessions;

public sealed partial record SessionFilter
{
    /// <summary>A filter of this condition alone; null for null.</summary>
    [return: NotNullIfNotNull(nameof(condition))]
    public static implicit operator SessionFilter?(SessionCondition? condition) =>
        condition is null ? null : new SessionFilter { Where = condition };

    /// <summary>Reads a filter from JSON, as <see cref="ToJson"/> writes it and docs/filters.md describes it.</summary>
    /// <exception cref="FormatException">It is none; the message says where, and what was expected.</exception>
    public static SessionFilter ParseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FilterJsonReader.Parse(json, FilterJsonReader.Read);
    }

    /// <summary>Reads a filter from the query string of a URL, as <see cref="ToQueryString"/> writes it and docs/filters.md describes it.</summary>
    /// <param name="query">The query string, with or without its question mark.</param>
    /// <param name="others">Parameters that are not the filter's. What is neither is refused, so that none is misspelt unnoticed.</param>
    /// <exception cref="FormatException">It is none; the message says where, and what was expected.</exception>
    public static SessionFilter ParseQueryString(string query, params IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(others);
        return new FilterQueryStringReader(query, others.ToFrozenSet(StringComparer.Ordinal)).Read();
    }

    /// <summary>The filter as JSON, from which <see cref="ParseJson"/> makes one that matches the same.</summary>
    public string ToJson() => FilterJson.Write(this);

    /// <summary>
    /// The filter as the query string of a URL, without the question mark, from which <see cref="ParseQueryString"/> makes one
    /// that matches the same.
    /// </summary>
    public string ToQueryString() => FilterQueryString.Write(this);
}
